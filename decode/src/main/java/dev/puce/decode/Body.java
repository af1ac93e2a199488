package dev.puce.decode;

import dev.puce.decode.dictionary.View;

/// The data of an exchange without the protection of GlobalPlatform and of proprietary secure messaging.
///
/// @param commandData      command data without a MAC
/// @param commandMac       MAC of the command; empty if there is none
/// @param commandEncrypted whether the command data are encrypted
/// @param answerData       response data without a MAC
/// @param answerMac        MAC of the response; empty if there is none
/// @param answerEncrypted  whether the response data are encrypted
record Body(
        View commandData,
        View commandMac,
        boolean commandEncrypted,
        View answerData,
        View answerMac,
        boolean answerEncrypted) {
    static Body of(Exchange exchange) {
        View command = exchange.commandData();
        View answer = exchange.answerData();
        var plain = exchange.plain();
        if (plain != null) {
            return new Body(
                    View.derived(plain.command()), View.EMPTY, false, View.derived(plain.answer()), View.EMPTY, false);
        }
        return switch (exchange.context().protection()) {
            case NONE, ISO -> new Body(command, View.EMPTY, false, answer, View.EMPTY, false);
            case PROPRIETARY -> {
                boolean mac = exchange.firstShape().ins() != 0x82 && command.length() >= 4;
                int size = command.length() < 8 ? 4 : 8;
                int end = mac ? command.length() - size : command.length();
                boolean scripted = exchange.application().uses("emv")
                        && (exchange.firstShape().cla() & 8) == 0;
                yield scripted
                        ? new Body(command.sub(0, end), command.sub(end), false, answer, View.EMPTY, false)
                        : new Body(command, View.EMPTY, true, answer, View.EMPTY, true);
            }
            case GLOBALPLATFORM -> globalPlatform(exchange, command, answer);
        };
    }

    private static Body globalPlatform(Exchange exchange, View command, View answer) {
        var channel = exchange.state().secure();
        int ins = exchange.firstShape().ins();
        boolean authentication = ins == 0x82;
        int length = authentication ? (command.length() >= 32 ? 16 : 8) : channel.macLength();
        int end = exchange.isCommandHidden() ? command.length() : Math.max(0, command.length() - length);
        boolean encrypted = !authentication && (channel.encryptsCommands() || !channel.isOpen());
        boolean signed = !authentication && channel.signsResponses() && answer.length() >= channel.macLength();
        int answerEnd = signed ? answer.length() - channel.macLength() : answer.length();
        return new Body(
                command.sub(0, end),
                command.sub(end),
                encrypted && end > 0,
                answer.sub(0, answerEnd),
                answer.sub(answerEnd),
                !authentication && channel.encryptsResponses() && answerEnd > 0);
    }
}
