package dev.puce.spy.login;

import dev.puce.posix.PeerCredentials;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A request to a session helper, as a line of text: `uid gid group,group,... path`.
///
/// @param client the identity to connect with
/// @param socket the daemon's socket
record ConnectRequest(PeerCredentials client, Path socket) {
    private static final String NO_GROUPS = "-";

    String line() {
        var groups = client.groups().stream().map(String::valueOf).collect(Collectors.joining(","));
        return client.uid() + " " + client.gid() + " " + (groups.isEmpty() ? NO_GROUPS : groups) + " " + socket;
    }

    static ConnectRequest parse(String line) {
        var words = line.split(" ", 4);
        List<Integer> groups = words[2].equals(NO_GROUPS)
                ? List.of()
                : Arrays.stream(words[2].split(",")).map(Integer::valueOf).toList();
        var client = new PeerCredentials(0, Integer.parseInt(words[0]), Integer.parseInt(words[1]), groups);
        return new ConnectRequest(client, Path.of(words[3]));
    }
}
