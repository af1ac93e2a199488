package dev.puce.trace.redaction;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Call;
import dev.puce.pcsc.ControlCode;
import dev.puce.pcsc.Pci;
import dev.puce.pcsc.Protocol;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Result;
import dev.puce.pcsc.ReturnCode;
import dev.puce.pcsc.ShareMode;
import dev.puce.pcsc.TracedCall;
import dev.puce.testkit.Calls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Another way to send the commands of a [SecretCase]. The card has the same secrets in the end.
enum Variation {
    CHANNEL_2 {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            return List.of(transmit(card, onChannel(command, 0x02, 0x02), response));
        }
    },
    CHANNEL_7 {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            return List.of(transmit(card, onChannel(command, 0x40, 0x03), response));
        }
    },
    EXTENDED_LENGTH {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            if (!hasShortLc(command)) {
                return List.of(transmit(card, command, response));
            }
            int lc = command.get(Frame.HEADER);
            boolean hasLe = command.length() > Frame.HEADER + 1 + lc;
            var extended = command.slice(0, Frame.HEADER)
                    .plus(Bytes.of(0, 0, lc))
                    .plus(Frame.data(command))
                    .plus(hasLe ? Bytes.of(0, 0) : Bytes.EMPTY);
            return List.of(transmit(card, extended, response));
        }
    },
    CHAIN {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            var data = hasShortLc(command) ? Frame.data(command) : Bytes.EMPTY;
            boolean hasChains = command.get(0) == 0x00 || command.get(0) == 0x80;
            if (!hasChains || data.length() < 2 || command.get(1) == 0xA4) {
                return List.of(transmit(card, command, response));
            }
            int half = data.length() / 2;
            var first = Bytes.of(command.get(0) | 0x10).plus(command.slice(1, Frame.HEADER));
            return List.of(
                    transmit(card, withData(first, data.slice(0, half)), OK),
                    transmit(card, withData(command.slice(0, Frame.HEADER), data.from(half)), response));
        }
    },
    GET_RESPONSE {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            if (response.length() < 4 || command.get(0) >= 0x90 || command.get(1) == 0xC0) {
                return List.of(transmit(card, command, response));
            }
            int half = (response.length() - 2) / 2;
            var fetch = Bytes.of(command.get(0) & 0x43, 0xC0, 0, 0, 0);
            return List.of(
                    transmit(card, command, Bytes.of(0x61, response.length() - 2)),
                    transmit(card, fetch, response.slice(0, half).plus(Bytes.of(0x61, 0x01))),
                    transmit(card, fetch, response.from(half)));
        }
    },
    HALVES {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            if (!hasShortLc(command)) {
                return List.of(transmit(card, command, response));
            }
            var header = command.slice(0, Frame.HEADER + 1);
            return List.of(
                    transmit(card, header, Bytes.of(command.get(1))), transmit(card, Frame.data(command), response));
        }
    },
    LOST_PROCEDURE_BYTE {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            if (!hasShortLc(command)) {
                return List.of(transmit(card, command, response));
            }
            var header = transmit(card, command.slice(0, Frame.HEADER + 1), OK);
            return List.of(header.with(header.call(), Optional.empty()), transmit(card, Frame.data(command), response));
        }
    },
    TWO_PROGRAMS {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            long other = card + 0x10_0000;
            var connect = Calls.traced(
                    1,
                    new Call.Connect(1, "Reader A", ShareMode.SHARED, Protocols.of(Protocol.T1)),
                    new Result.Connect(other, Protocol.T1));
            return List.of(connect, transmit(other, command, response));
        }
    },
    OTHER_CHANNEL_BETWEEN {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            boolean isHalf = response.length() == 1;
            var between = transmit(card, Bytes.of(0x03, 0xB0, 0, 0, 1), Bytes.hex("309000"));
            var sent = transmit(card, command, response);
            return isHalf || command.get(0) == 0x90 ? List.of(sent) : List.of(sent, between);
        }
    },
    ENVELOPE {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            return command.get(0) == 0xFF || !hasShortLc(command) || command.get(1) == 0xA4
                    ? List.of(transmit(card, command, response))
                    : List.of(transmit(card, withData(Bytes.hex("00C20000"), command), response));
        }
    },
    MCT_UNIVERSAL {
        @Override
        List<TracedCall> exchange(long card, Bytes command, Bytes response) {
            if (command.get(0) == 0xFF || !hasShortLc(command) || command.get(1) == 0xA4) {
                return List.of(transmit(card, command, response));
            }
            var call = new Call.Control(
                    card,
                    new ControlCode(0x42330009),
                    Bytes.of(0, 2, command.length(), 0).plus(command),
                    OptionalLong.of(300),
                    Optional.empty());
            return List.of(Calls.traced(1, call, ReturnCode.SUCCESS, new Result.Control(response)));
        }
    };

    private static final Bytes OK = Bytes.hex("9000");

    /// The calls that take the place of an exchange.
    ///
    /// @param command the command, of at least a header
    abstract List<TracedCall> exchange(long card, Bytes command, Bytes response);

    /// The calls of a session in this variation.
    List<TracedCall> of(SecretCase session) {
        var calls = new ArrayList<TracedCall>();
        for (var traced : session.calls()) {
            var result = traced.result() instanceof Result.Transmit received ? received : null;
            if (result != null
                    && traced.call() instanceof Call.Transmit sent
                    && sent.sendBuffer().length() >= Frame.HEADER) {
                calls.addAll(exchange(sent.card(), sent.sendBuffer(), result.recvBuffer()));
            } else {
                calls.add(traced);
            }
        }
        return calls;
    }

    /// Whether a session can take this variation. One that is split already cannot be split again, one with DESFire
    /// commands or chains in class 90 has no channels, and the programs
    /// of one with several handles are fixed.
    boolean suits(SecretCase session) {
        for (var traced : session.calls()) {
            boolean fits = switch (traced.call()) {
                case Call.Connect connect ->
                    (this != TWO_PROGRAMS || connect.reader().equals("Reader A"))
                            && (this != LOST_PROCEDURE_BYTE || traced.sequence() == 1);
                case Call.Transmit sent ->
                    suits(
                            sent.sendBuffer(),
                            traced.result() instanceof Result.Transmit received ? received.recvBuffer() : Bytes.EMPTY);
                default -> true;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private boolean suits(Bytes sent, Bytes received) {
        boolean isWhole = sent.length() >= Frame.HEADER && received.length() >= 2;
        boolean isChained = isWhole && (sent.get(0) & 0x10) != 0;
        return switch (this) {
            case CHANNEL_2, CHANNEL_7 -> !isWhole || sent.get(0) != 0x90;
            case TWO_PROGRAMS -> true;
            case ENVELOPE -> isWhole && !isChained && (sent.get(1) | 1) != 0xC3;
            default -> isWhole && !isChained;
        };
    }

    private static TracedCall transmit(long card, Bytes command, Bytes response) {
        var call = new Call.Transmit(card, Pci.of(Protocol.T1), command, OptionalLong.of(300), Optional.empty());
        return Calls.traced(1, call, ReturnCode.SUCCESS, new Result.Transmit(Pci.of(Protocol.T1), response));
    }

    private static boolean hasShortLc(Bytes command) {
        return command.length() > Frame.HEADER + 1 && command.get(Frame.HEADER) != 0 && Frame.isConsistent(command);
    }

    private static Bytes withData(Bytes header, Bytes data) {
        return data.length() > 0xFF
                ? header.plus(Bytes.of(0, data.length() >> 8, data.length() & 0xFF))
                        .plus(data)
                : header.plus(Bytes.of(data.length())).plus(data);
    }

    /// A command with other bits in a class byte that has a channel number.
    private static Bytes onChannel(Bytes command, int kind, int number) {
        int cla = command.get(0);
        boolean isBasic = (cla & 0x6F) == 0x00 && cla != 0x90;
        return isBasic ? Bytes.of(cla | kind | number).plus(command.from(1)) : command;
    }
}
