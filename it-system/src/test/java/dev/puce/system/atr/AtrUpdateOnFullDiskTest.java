package dev.puce.system.atr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.puce.it.CommandResult;
import dev.puce.system.PrivateMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `puce atr update` on a file system that is too small for the new list.
@Timeout(90)
class AtrUpdateOnFullDiskTest {
    @Test
    void old_list_survives_a_full_disk(@TempDir Path folder) throws IOException {
        PrivateMounts.require();
        String script = """
                mount -t tmpfs -o size=16k none "$1" && mkdir "$1/puce" && printf old >"$1/puce/smartcard_list.txt" || exit 77
                shift; "$@"; status=$?
                cat "$XDG_CACHE_HOME"/puce/*; exit $status
                """;
        Path big = Files.writeString(folder.resolve("big.txt"), "3B 00\n\ta new card\n\n".repeat(2000));
        Path cache = Files.createDirectory(folder.resolve("cache"));
        var arguments = new ArrayList<>(List.of(cache.toString()));
        arguments.addAll(CommandResult.puceCommand("atr", "update", big.toString()));
        var command = PrivateMounts.command(script, arguments.toArray(String[]::new));
        CommandResult ran = CommandResult.command(Map.of("XDG_CACHE_HOME", cache.toString()), command);
        assertThat(ran.status()).as(ran.err()).isEqualTo(1);
        assertThat(ran.err()).contains("No space left on device", "is unchanged");
        assertThat(ran.out()).isEqualTo("old");
    }
}
