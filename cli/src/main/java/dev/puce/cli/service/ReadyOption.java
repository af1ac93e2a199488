package dev.puce.cli.service;

import dev.puce.posix.PassedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import picocli.CommandLine.Option;

/// Options that tell a script when a service listens.
final class ReadyOption {
    @Option(
            names = "--ready-fd",
            paramLabel = "N",
            description = "Write the path of the socket and a newline to the open file descriptor N once the service"
                    + " listens.")
    private Integer descriptor;

    @Option(
            names = "--wait-file",
            paramLabel = "FILE",
            description = "Make FILE, with the path of the socket, once the service listens. A script waits for it.")
    private Path file;

    /// Tells that the service listens.
    ///
    /// @throws IOException if the descriptor is not open, or the file cannot be made
    void tell(Path socket) throws IOException {
        byte[] line = (socket + "\n").getBytes(StandardCharsets.UTF_8);
        if (descriptor != null) {
            try (var out = PassedFile.append(descriptor)) {
                out.write(line);
            } catch (IOException e) {
                throw new IOException("Cannot write to --ready-fd " + descriptor + ": " + e.getMessage(), e);
            }
        }
        if (file != null && Files.exists(file) && !Files.isRegularFile(file)) {
            Files.write(file, line); // a pipe or a device, which must stay
        } else if (file != null) {
            // complete from its first moment
            Path part = Files.createTempFile(file.toAbsolutePath().getParent(), ".puce", "");
            Files.write(part, line);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
