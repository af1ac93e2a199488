package dev.puce.cards.apdu;

import dev.puce.iso7816.Bytes;
import java.util.Objects;

/// What a connection does by itself so that a program sees one answer to one command: follow-ups and long
/// commands.
///
/// One policy belongs to one connection or to one view of it ([Transmitter#with]); nothing is global. A policy
/// is an [Interceptor] made of the simple ones: [GetResponse], [LengthCorrection], [CommandChaining],
/// [Envelope].
///
/// @param moreData      whether GET RESPONSE follows 61XX (and 9FXX)
/// @param responseClass which class byte GET RESPONSE has
/// @param wrongLength   whether a command is repeated after 6CXX
/// @param longCommands  how commands with extended lengths travel
public record TransmitPolicy(
        MoreData moreData, ResponseClass responseClass, WrongLength wrongLength, LongCommands longCommands)
        implements Interceptor {
    /// After which status words GET RESPONSE follows.
    public enum MoreData {
        /// None: the program sees 61XX and 9FXX.
        REPORT,
        /// 61XX.
        FETCH,
        /// 61XX and GSM's 9FXX.
        FETCH_ALSO_AFTER_9F
    }

    /// What follows 6CXX.
    public enum WrongLength {
        /// Nothing: the program sees it.
        REPORT,
        /// The command again, with the length asked for.
        REPEAT
    }

    /// How commands with extended lengths travel.
    public enum LongCommands {
        /// As they are.
        EXTENDED,
        /// As a chain of short ones ([CommandChaining]).
        CHAINED,
        /// Wrapped ([Envelope]).
        ENVELOPED
    }

    /// Nothing: the program sees what the card says.
    public static final TransmitPolicy RAW =
            new TransmitPolicy(MoreData.REPORT, ResponseClass.INTERINDUSTRY, WrongLength.REPORT, LongCommands.EXTENDED);

    /// ISO/IEC 7816-4: GET RESPONSE in the interindustry class, repeats after 6CXX. Right for EMV too.
    public static final TransmitPolicy ISO =
            new TransmitPolicy(MoreData.FETCH, ResponseClass.INTERINDUSTRY, WrongLength.REPEAT, LongCommands.EXTENDED);

    /// SIM cards of GSM: as [#ISO], also after 9FXX, and GET RESPONSE in the class of the command, which is A0.
    public static final TransmitPolicy GSM = new TransmitPolicy(
            MoreData.FETCH_ALSO_AFTER_9F, ResponseClass.COMMAND, WrongLength.REPEAT, LongCommands.EXTENDED);

    public TransmitPolicy {
        Objects.requireNonNull(moreData);
        Objects.requireNonNull(responseClass);
        Objects.requireNonNull(wrongLength);
        Objects.requireNonNull(longCommands);
    }

    /// The same policy, with GET RESPONSE after other status words.
    public TransmitPolicy moreData(MoreData other) {
        return new TransmitPolicy(other, responseClass, wrongLength, longCommands);
    }

    /// The same policy with something else after 6CXX.
    public TransmitPolicy wrongLength(WrongLength other) {
        return new TransmitPolicy(moreData, responseClass, other, longCommands);
    }

    /// The same policy with another class byte for GET RESPONSE.
    public TransmitPolicy responseClass(ResponseClass other) {
        return new TransmitPolicy(moreData, other, wrongLength, longCommands);
    }

    /// The same policy with another way for long commands.
    public TransmitPolicy longCommands(LongCommands other) {
        return new TransmitPolicy(moreData, responseClass, wrongLength, other);
    }

    /// Whether the policy sends a command as it is: what follows depends on the answer only.
    ///
    /// @param command the command APDU
    public boolean isSentAsItIs(byte[] command) {
        return longCommands == LongCommands.EXTENDED || command.length <= 5 || command[4] != 0;
    }

    /// Whether the policy does something after such an answer.
    ///
    /// @param answer data and status word
    /// @param length how many bytes of the array they are
    public boolean isFollowedUp(byte[] answer, int length) {
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
