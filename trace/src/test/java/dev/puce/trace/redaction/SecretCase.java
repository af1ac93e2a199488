package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Disposition;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// A session of `secret-cases.txt`, which explains the notation, or of `secret-siblings.txt`.
public record SecretCase(String name, List<TracedCall> calls, List<Bytes> secrets, List<Bytes> visible) {
    private static final Pattern SECRET = Pattern.compile("\\{([^}]*)}");
    private static final Pattern VISIBLE = Pattern.compile("\\(([^)]*)\\)");

    /// The name, for JUnit.
    @Override
    public String toString() {
        return name;
    }

    /// All sessions of both files.
    public static List<SecretCase> all() {
        var cases = new ArrayList<>(read("secret-cases.txt"));
        cases.addAll(read("secret-siblings.txt"));
        return cases;
    }

    private static List<SecretCase> read(String file) {
        try (var in = SecretCase.class.getResourceAsStream(file)) {
            var cases = new ArrayList<SecretCase>();
            Reading reading = null;
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                if (line.startsWith("==")) {
                    reading = new Reading(line.substring(2).strip());
                    cases.add(reading.session);
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    reading.take(line);
                }
            }
            return cases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reading {
        final SecretCase session;
        final Map<String, Long> handles = new HashMap<>();
        long nextHandle = 0x2000;
        String reader = "Reader A";
        long handle;

        Reading(String name) {
            session = new SecretCase(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            connect();
        }

        void connect() {
            handle = nextHandle++;
            handles.put(reader, handle);
            add(
                    new Call.Connect(1, reader, ShareMode.SHARED, Protocols.of(Protocol.T1)),
                    new Result.Connect(handle, Protocol.T1));
        }

        void add(Call call, Result result) {
            session.calls.add(Calls.traced(session.calls.size() + 1, call, ReturnCode.SUCCESS, result));
        }

        void take(String line) {
            mark(SECRET, line, session.secrets);
            mark(VISIBLE, line, session.visible);
            String text = line.replaceAll("[(){}]", " ").strip();
            String[] words = text.split(" ", 2);
            switch (words[0]) {
                case "reader" -> {
                    reader = "Reader " + words[1];
                    if (handles.containsKey(reader)) {
                        handle = handles.get(reader);
                    } else {
                        connect();
                    }
                }
                case "other" -> connect();
                case "reset" ->
                    add(
                            new Call.Reconnect(handle, ShareMode.SHARED, Protocols.of(Protocol.T1), Disposition.RESET),
                            new Result.Reconnect(Protocol.T1));
                case "ctl" -> control(words[1].strip());
                default -> transmit(text);
            }
        }

        private static void mark(Pattern pattern, String line, List<Bytes> found) {
            var matcher = pattern.matcher(line);
            while (matcher.find()) {
                found.add(Bytes.hex(matcher.group(1).replace(">", "")));
            }
        }

        private static Bytes hex(String text) {
            return Bytes.hex(text.replace(" ", ""));
        }

        private void control(String text) {
            String[] sides = text.substring(8).split(">", -1);
            add(
                    new Call.Control(
                            handle,
                            new ControlCode(Integer.parseUnsignedInt(text, 0, 8, 16)),
                            hex(sides[0]),
                            OptionalLong.of(258),
                            Optional.empty()),
                    new Result.Control(hex(sides[1])));
        }

        private void transmit(String text) {
            String[] sides = text.split(">", -1);
            var call = new Call.Transmit(
                    handle, Pci.of(Protocol.T1), hex(sides[0]), OptionalLong.of(258), Optional.empty());
            if (sides.length == 2) {
                add(call, new Result.Transmit(Pci.of(Protocol.T1), hex(sides[1])));
            } else {
                var never = Calls.traced(session.calls.size() + 1, call, ReturnCode.SUCCESS, Result.NONE);
                session.calls.add(never.with(call, Optional.empty()));
            }
        }
    }
}
