package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import java.util.Objects;

/// Follow-up commands and long commands of a connection, so that a program receives one response per command.
///
/// A policy belongs to one connection or to one layer before it ([Transmitter#with]); nothing is global. It is an
/// [Interceptor] that combines the simple ones: [GetResponse], [LengthCorrection], [CommandChaining], [Envelope].
///
/// @param moreData      whether GET RESPONSE follows 61XX (and 9FXX)
/// @param responseClass selects the class byte of GET RESPONSE
/// @param wrongLength   whether a command is repeated after 6CXX
/// @param longCommands  how commands with extended lengths are sent
public record TransmitPolicy(
        MoreData moreData, ResponseClass responseClass, WrongLength wrongLength, LongCommands longCommands)
        implements Interceptor {
    /// Status words that GET RESPONSE follows.
    public enum MoreData {
        /// None: the program receives 61XX and 9FXX.
        REPORT,
        /// 61XX.
        FETCH,
        /// 61XX and GSM's 9FXX.
        FETCH_ALSO_AFTER_9F
    }

    /// Reaction to 6CXX.
    public enum WrongLength {
        /// None: the program receives 6CXX.
        REPORT,
        /// Repeats the command with the requested length.
        REPEAT
    }

    /// How commands with extended lengths are sent.
    public enum LongCommands {
        /// Unchanged.
        EXTENDED,
        /// As a chain of short ones ([CommandChaining]).
        CHAINED,
        /// As data of ENVELOPE commands ([Envelope]).
        ENVELOPED
    }

    /// No follow-ups: the program receives each response of the card.
    public static final TransmitPolicy RAW =
            new TransmitPolicy(MoreData.REPORT, ResponseClass.INTERINDUSTRY, WrongLength.REPORT, LongCommands.EXTENDED);

    /// ISO/IEC 7816-4: GET RESPONSE in the interindustry class, repeats after 6CXX. Also correct for EMV.
    public static final TransmitPolicy ISO =
            new TransmitPolicy(MoreData.FETCH, ResponseClass.INTERINDUSTRY, WrongLength.REPEAT, LongCommands.EXTENDED);

    /// GSM SIM cards: as [#ISO], also after 9FXX, and GET RESPONSE in the class of the command, which is A0.
    public static final TransmitPolicy GSM = new TransmitPolicy(
            MoreData.FETCH_ALSO_AFTER_9F, ResponseClass.COMMAND, WrongLength.REPEAT, LongCommands.EXTENDED);

    public TransmitPolicy {
        Objects.requireNonNull(moreData);
        Objects.requireNonNull(responseClass);
        Objects.requireNonNull(wrongLength);
        Objects.requireNonNull(longCommands);
    }

    /// Returns this policy with GET RESPONSE after other status words.
    public TransmitPolicy moreData(MoreData other) {
        return new TransmitPolicy(other, responseClass, wrongLength, longCommands);
    }

    /// Returns this policy with another reaction to 6CXX.
    public TransmitPolicy wrongLength(WrongLength other) {
        return new TransmitPolicy(moreData, responseClass, other, longCommands);
    }

    /// Returns this policy with another class byte for GET RESPONSE.
    public TransmitPolicy responseClass(ResponseClass other) {
        return new TransmitPolicy(moreData, other, wrongLength, longCommands);
    }

    /// Returns this policy with another form of long commands.
    public TransmitPolicy longCommands(LongCommands other) {
        return new TransmitPolicy(moreData, responseClass, wrongLength, other);
    }

    /// Returns whether the policy sends a command unchanged, so that follow-ups depend on the response only.
    ///
    /// @param command the command APDU
    public boolean sendsUnchanged(byte[] command) {
        return longCommands == LongCommands.EXTENDED || command.length <= 5 || command[4] != 0;
    }

    /// Returns whether the policy sends another command after a response.
    ///
    /// @param answer data and status word
    /// @param length length of the response in the array, in bytes
    public boolean followsUp(byte[] answer, int length) {
        if (length < 2) {
            return false;
        }
        return switch (answer[length - 2]) {
            case 0x61 -> moreData != MoreData.REPORT;
            case (byte) 0x9F -> moreData == MoreData.FETCH_ALSO_AFTER_9F;
            case 0x6C -> wrongLength == WrongLength.REPEAT;
            default -> false;
        };
    }

    @Override
    public Bytes intercept(Bytes command, Transmitter next) {
        Transmitter chain = next;
        if (wrongLength == WrongLength.REPEAT) {
            chain = chain.with(new LengthCorrection());
        }
        chain = switch (longCommands) {
            case EXTENDED -> chain;
            case CHAINED -> chain.with(new CommandChaining());
            case ENVELOPED -> chain.with(new Envelope());
        };
        if (moreData != MoreData.REPORT) {
            chain = chain.with(new GetResponse(responseClass, moreData == MoreData.FETCH_ALSO_AFTER_9F));
        }
        return chain.transmit(command);
    }
}
