package dev.puce.trace.file;

import dev.puce.trace.apdu4j.Apdu4jFormat;
import dev.puce.trace.apduplay.ApduPlayFormat;
import dev.puce.trace.arrows.ArrowsFormat;
import dev.puce.trace.eidmw.EidMiddlewareFormat;
import dev.puce.trace.freerdp.FreeRdpFormat;
import dev.puce.trace.libfido2.LibFido2Format;
import dev.puce.trace.macos.MacosFormat;
import dev.puce.trace.opensc.OpenScFormat;
import dev.puce.trace.pcscd.PcscdFormat;
import dev.puce.trace.pcscspy.LibpcscspyFormat;
import dev.puce.trace.pcscspy.PcscSpyTextFormat;
import dev.puce.trace.pkcs11spy.Pkcs11SpyFormat;
import dev.puce.trace.proxmark.ProxmarkFormat;
import dev.puce.trace.scdaemon.ScdaemonFormat;
import dev.puce.trace.source.Beginning;
import dev.puce.trace.source.TraceFormat;
import dev.puce.trace.usb.UsbCaptureFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The formats that puce reads. Of two that are equally sure of a file, the first in the list reads it.
public final class TraceFormats {
    private static final List<TraceFormat> ALL = List.of(
            new RecordingFormat(),
            new LibpcscspyFormat(),
            new PcscSpyTextFormat(),
            new PcscdFormat(),
            new MacosFormat(),
            new OpenScFormat(),
            new FreeRdpFormat(),
            new Apdu4jFormat(),
            new ScdaemonFormat(),
            new ApduPlayFormat(),
            new EidMiddlewareFormat(),
            new LibFido2Format(),
            new ProxmarkFormat(),
            new UsbCaptureFormat(),
            new Pkcs11SpyFormat(),
            new ArrowsFormat());

    private TraceFormats() {}

    /// All formats.
    public static List<TraceFormat> all() {
        return ALL;
    }

    /// The format of that name.
    public static Optional<TraceFormat> named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst();
    }

    /// A format that recognises itself in a file.
    ///
    /// @param confidence see [TraceFormat#detect]
    record Found(TraceFormat format, int confidence) {
        /// Whether the lines fit other logs too: arrows and hex, or JSON that does not name its format.
        boolean isGeneric() {
            return format instanceof ArrowsFormat
                    || (format instanceof RecordingFormat && confidence < TraceFormat.CERTAIN);
        }
    }

    /// The formats that recognise themselves in a file, the most certain first. Generic formats count only if no other
    /// fits. If the file names its format, no other is asked.
    static List<Found> detect(Beginning beginning) {
        var found = new ArrayList<Found>();
        for (var format : ALL) {
            var candidate = new Found(format, format.detect(beginning));
            if (candidate.confidence == TraceFormat.CERTAIN) {
                return List.of(candidate);
            }
            if (candidate.confidence > TraceFormat.NONE) {
                found.add(candidate);
            }
        }
        found.sort((one, other) -> Integer.compare(other.confidence, one.confidence));
        var named = found.stream().filter(candidate -> !candidate.isGeneric()).toList();
        return named.isEmpty() ? found : named;
    }
}
