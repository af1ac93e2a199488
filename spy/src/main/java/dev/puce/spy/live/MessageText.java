package dev.puce.spy.live;

import dev.puce.pcsc.ReturnCode;
import dev.puce.wire.Command;
import dev.puce.wire.Message;
import dev.puce.wire.ReaderEntry;
import dev.puce.wire.Reply;
import dev.puce.wire.Request;

/// Describes messages, one line each (`--level wire`). The lines contain no card data, because redaction finds
/// secrets only in calls.
final class MessageText {
    private MessageText() {}

    /// Describes a message without its time and program.
    static String of(Message message) {
        return switch (message) {
            case Message.Asked asked -> "-> " + name(asked.request()) + arguments(asked.request());
            case Message.Answered answered -> "<- " + name(answered.asked().request()) + results(answered.reply());
            case Message.Notified notified -> "<- EVENT" + results(notified.event());
            case Message.NotUnderstood bytes ->
                "%s %d bytes not understood: %s".formatted(bytes.direction().arrow(), bytes.length(), bytes.reason());
            case Message.Closed closed -> closed.by().arrow() + " closed";
        };
    }

    private static String name(Request request) {
        return Command.of(request.command())
                .map(Command::name)
                .orElseGet(() -> "command 0x%02X".formatted(request.command()));
    }

    private static String arguments(Request request) {
        return switch (request) {
            case Request.Version r -> " " + r.major() + "." + r.minor();
            case Request.EstablishContext r -> " scope " + r.scope();
            case Request.ReleaseContext r -> context(r.context());
            case Request.Cancel r -> context(r.context());
            case Request.Connect r ->
                "%s, \"%s\", share mode %d, protocols 0x%X"
                        .formatted(context(r.context()), r.reader(), r.shareMode(), r.preferredProtocols());
            case Request.Reconnect r ->
                "%s, share mode %d, protocols 0x%X, initialization %d"
                        .formatted(card(r.card()), r.shareMode(), r.preferredProtocols(), r.initialization());
            case Request.Disconnect r -> card(r.card()) + ", disposition " + r.disposition();
            case Request.BeginTransaction r -> card(r.card());
            case Request.EndTransaction r -> card(r.card()) + ", disposition " + r.disposition();
            case Request.Status r -> card(r.card());
            case Request.Transmit r ->
                "%s, %d bytes, room for %d".formatted(card(r.card()), r.data().length(), r.recvLength());
            case Request.Control r ->
                "%s, code 0x%08X, %d bytes, room for %d"
                        .formatted(card(r.card()), r.controlCode(), r.data().length(), r.recvLength());
            case Request.GetAttrib r -> "%s, attribute 0x%08X".formatted(card(r.card()), r.attribute());
            case Request.SetAttrib r ->
                "%s, attribute 0x%08X, %d bytes"
                        .formatted(card(r.card()), r.attribute(), r.value().length());
            case Request.Unknown r -> ", " + r.body().length() + " bytes";
            default -> "";
        };
    }

    private static String context(int handle) {
        return " context 0x%08X".formatted(handle);
    }

    private static String card(int handle) {
        return " card 0x%08X".formatted(handle);
    }

    private static String results(Reply reply) {
        var values = switch (reply) {
            case Reply.Version r -> " " + r.major() + "." + r.minor();
            case Reply.EstablishContext r -> context(r.context());
            case Reply.Connect r -> card(r.card()) + ", protocol " + r.activeProtocol();
            case Reply.Reconnect r -> " protocol " + r.activeProtocol();
            case Reply.Transmit r -> " " + r.length() + " bytes";
            case Reply.Control r -> " " + r.length() + " bytes";
            case Reply.GetAttrib r -> " " + r.length() + " bytes";
            case Reply.ReadersState r ->
                " " + readers(r) + " readers in " + r.entries().size() + " entries";
            case Reply.ReadersStateSize r -> " " + r.count() + " entries";
            case Reply.ReaderEvents r -> " " + r.readerEvents() + " events";
            case Reply.Unexpected r -> " " + r.length() + " bytes: " + r.reason();
            default -> "";
        };
        return reply instanceof Reply.Coded coded ? values + " => " + new ReturnCode(coded.returnCode()) : values;
    }

    private static long readers(Reply.ReadersState states) {
        return states.entries().stream().filter(ReaderEntry::isUsed).count();
    }
}
