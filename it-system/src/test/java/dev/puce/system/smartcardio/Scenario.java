package dev.puce.system.smartcardio;

/// A situation in which providers of javax.smartcardio differ. [Probe] plays each one with each provider.
enum Scenario {
    /// The list of terminals when there is none.
    NO_READER,
    /// The daemon was started again after the program's first call.
    DAEMON_RESTARTED,
    /// The daemon was started after the program.
    DAEMON_STARTED_LATER,
    /// One thread waits for a card, another transmits.
    WAIT_AND_TRANSMIT,
    /// A thread that waits for a card is interrupted.
    INTERRUPT,
    /// An extended command has 64 KiB of answer.
    LONG_ANSWER,
    /// A command in class 80 is answered with 61XX by a card that wants GET RESPONSE in class 00, as EMV has it.
    GET_RESPONSE_CLASS,
    /// One connection switches off automatic GET RESPONSE.
    SWITCHED_OFF_FOR_ONE_CONNECTION,
    /// An answer of 8 KiB comes in parts of 256 bytes.
    LONG_FOLLOW_UP,
    /// A program wants to know what failed.
    ERROR_CODE,
    /// The card was removed.
    CARD_REMOVED,
    /// disconnect(false) and disconnect(true).
    RESET_OR_NOT
}
