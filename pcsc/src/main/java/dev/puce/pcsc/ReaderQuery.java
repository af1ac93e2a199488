package dev.puce.pcsc;

/// A reader state as filled in by the caller of `SCardGetStatusChange`.
///
/// @param reader       name of the reader, or `\\?PnP?\Notification`
/// @param currentState the state that the caller assumes
public record ReaderQuery(String reader, EventState currentState) {
    /// Name of the pseudo reader whose state changes when readers are added or removed.
    public static final String PNP_NOTIFICATION = "\\\\?PnP?\\Notification";
}
