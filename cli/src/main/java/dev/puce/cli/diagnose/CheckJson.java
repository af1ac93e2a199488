package dev.puce.cli.diagnose;

import dev.puce.cli.terminal.JsonLine;
import dev.puce.diagnose.CheckStep;
import dev.puce.diagnose.CheckVerdict;
import dev.puce.pcsc.ReturnCode;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// The output of `puce test --json`, one object on each line. Scripts depend on the names.
final class CheckJson {
    private CheckJson() {}

    ///     {"function":"SCardStatus","outcome":"failed","expected":["SCARD_S_SUCCESS"],"code":"SCARD_W_REMOVED_CARD",
    ///      "milliseconds":0.12,"text":"…","fault":"card"}
    ///
    /// `outcome` is `ok`, `unsupported` or `failed`; `code` is missing where no answer came, `fault` where none is.
    static String of(CheckStep step) {
        return JsonLine.object(json -> {
            json.writeStringProperty("function", step.function().symbol());
            json.writeStringProperty("outcome", name(step.outcome()));
            json.writeArrayPropertyStart("expected");
            step.expected().forEach(code -> json.writeString(code.symbol()));
            json.writeEndArray();
            step.code().map(ReturnCode::symbol).ifPresent(code -> json.writeStringProperty("code", code));
            json.writeNumberProperty("milliseconds", step.duration().toNanos() / 1e6);
            json.writeStringProperty("text", step.text());
            step.fault().ifPresent(fault -> json.writeStringProperty("fault", name(fault)));
        });
    }

    /// `{"works":false,"ok":30,"unsupported":4,"failed":1,"fault":"card","advice":"…"}`, the last line; `noCard` says
    /// why no card could be tried.
    static String of(CheckVerdict verdict) {
        return JsonLine.object(json -> write(json, verdict));
    }

    private static void write(JsonGenerator json, CheckVerdict verdict) {
        json.writeBooleanProperty("works", verdict.works());
        json.writeNumberProperty("ok", verdict.ok());
        json.writeNumberProperty("unsupported", verdict.unsupported());
        json.writeNumberProperty("failed", verdict.failed());
        verdict.noCard().ifPresent(why -> json.writeStringProperty("noCard", why));
        verdict.fault().ifPresent(fault -> json.writeStringProperty("fault", name(fault)));
        verdict.advice().ifPresent(advice -> json.writeStringProperty("advice", advice));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
