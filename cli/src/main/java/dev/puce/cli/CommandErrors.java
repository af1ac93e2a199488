package dev.puce.cli;

import dev.puce.cli.program.RunsProgram;
import dev.puce.cli.terminal.CommandFailedException;
import dev.puce.iso7816.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Reports the failure of a command on standard error, and chooses the exit status.
///
/// @param stackTraces whether to print stack traces too
record CommandErrors(boolean stackTraces) {
    int report(Exception failure, CommandLine command) {
        if (stackTraces) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().println("puce: " + printable(String.valueOf(message(failure))));
        command.getErr().flush();
        return status(failure, command);
    }

    private static int status(Exception failure, CommandLine command) {
        if (failure instanceof CommandFailedException failed && failed.status().isPresent()) {
            return failed.status().getAsInt();
        }
        boolean runsProgram = command.getCommand() instanceof RunsProgram runs && runs.hasProgram();
        return runsProgram ? RunsProgram.PUCE_FAILED : command.getCommandSpec().exitCodeOnExecutionException();
    }

    /// Messages quote reader names and file contents. Line breaks are puce's own.
    private static String printable(String message) {
        return message.lines().map(Printable::of).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case CommandFailedException _ -> failure.getMessage();
            case UncheckedIOException io -> message(io.getCause());
            case NoSuchFileException missing -> missing.getMessage() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getMessage() + ": permission denied";
            case FileAlreadyExistsException exists -> exists.getMessage() + ": the file exists already";
            case IOException io -> String.valueOf(io.getMessage());
            default -> "This is a bug: " + failure + ". Run `puce --stack-traces COMMAND ...` and report the output.";
        };
    }
}
