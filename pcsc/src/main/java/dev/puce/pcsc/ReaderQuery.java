package dev.puce.pcsc;

/// A reader state as the caller of `SCardGetStatusChange` fills it in.
///
/// @param reader       name of the reader, or `\\?PnP?\Notification`
/// @param currentState the state that the caller believes the reader to be in
public record ReaderQuery(String reader, EventState currentState) {
    /// Name of the pseudo reader whose state changes when readers arrive or leave.
    public static final String PNP_NOTIFICATION = "\\\\?PnP?\\Notification";
}
