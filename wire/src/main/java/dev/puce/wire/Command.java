package dev.puce.wire;

import java.util.Optional;

/// The commands of pcsc-lite's protocol, named as in `winscard_msg.h`, with the sizes of their structs.
///
/// Other commands become [Request.Unknown] and keep their number.
public enum Command {
    ESTABLISH_CONTEXT(0x01, 12, 12),
    RELEASE_CONTEXT(0x02, 8, 8),
    CONNECT(0x04, 152, 152),
    RECONNECT(0x05, 24, 24),
    DISCONNECT(0x06, 12, 12),
    BEGIN_TRANSACTION(0x07, 8, 8),
    END_TRANSACTION(0x08, 12, 12),
    /// A struct and the command APDU. After success, the response APDU follows the reply's struct.
    TRANSMIT(0x09, 32, 32),
    /// A struct and the sent data. After success, the returned data follows the reply's struct.
    CONTROL(0x0A, 24, 24),
    STATUS(0x0B, 8, 8),
    CANCEL(0x0D, 8, 8),
    GET_ATTRIB(0x0F, 280, 280),
    SET_ATTRIB(0x10, 280, 280),
    VERSION(0x11, 12, 12),
    GET_READERS_STATE(0x12, 0, Command.VARIABLE),
    /// The request has 8 bytes up to protocol 4.3. The version also determines whether there is a reply.
    WAIT_READER_STATE_CHANGE(0x13, 0, Command.VARIABLE),
    /// The request has 8 bytes up to protocol 4.3. The daemon replies only if the client is still registered.
    STOP_WAITING_READER_STATE_CHANGE(0x14, 0, 8),
    GET_READER_EVENTS(0x15, 0, 8),
    GET_READERS_STATE_SIZE(0x16, 0, 4),
    GET_READERS_STATE_ARRAY(0x17, 0, Command.VARIABLE);

    static final int VARIABLE = -1;
    private static final Command[] BY_NUMBER = new Command[0x18];

    static {
        for (Command command : values()) {
            BY_NUMBER[command.number] = command;
        }
    }

    private final int number;
    private final int requestSize;
    private final int replySize;

    Command(int number, int requestSize, int replySize) {
        this.number = number;
        this.requestSize = requestSize;
        this.replySize = replySize;
    }

    /// Returns the number in a request's header.
    public int number() {
        return number;
    }

    /// Returns the size of the struct after the header of a request, in bytes, without APDU or control data.
    public int requestSize() {
        return requestSize;
    }

    /// Returns the size of the reply's struct, in bytes, or -1 if it depends on the number of readers or on the
    /// version.
    int replySize() {
        return replySize;
    }

    /// Returns the command with that number, if it is known.
    public static Optional<Command> of(int number) {
        return Optional.ofNullable(number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null);
    }

    /// Returns whether a request of this command can have this size in its header.
    boolean accepts(int size) {
        return size == requestSize
                || (size == Layout.WAIT_BODY
                        && (this == WAIT_READER_STATE_CHANGE || this == STOP_WAITING_READER_STATE_CHANGE));
    }
}
