package dev.puce.service.card.emrtd;

import dev.puce.iso7816.BerTlv;
import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/// Data group 2 with a drawn face (ICAO Doc 9303, part 10, 4.7.2; ISO/IEC 19794-5:2005, 5).
final class FaceImage {
    private static final int WIDTH = 120;
    private static final int HEIGHT = 160;
    private static final int FACE_HEADER = 32;
    private static final int RECORD_HEADER = 14;

    private FaceImage() {}

    static Bytes dataGroup2() {
        Bytes image = image();
        int faceLength = FACE_HEADER + image.length();
        Bytes record = Bytes.ofText("FAC\0" + "010\0", StandardCharsets.US_ASCII)
                .plus(number(RECORD_HEADER + faceLength))
                .plus(Bytes.of(0, 1)) // one face
                .plus(number(faceLength))
                .plus(Bytes.of(new byte[16])) // no feature points, nothing said about the person
                .plus(Bytes.of(1, 0)) // full frontal, JPEG
                .plus(Bytes.of(WIDTH >> 8, WIDTH, HEIGHT >> 8, HEIGHT))
                .plus(Bytes.of(new byte[6])) // colour space, source, device and quality unknown
                .plus(image);
        var header = BerTlv.of(
                "A1",
                BerTlv.of("81", Bytes.of(0x02)), // face
                BerTlv.of("87", Bytes.of(0x01, 0x01)),
                BerTlv.of("88", Bytes.of(0x00, 0x08)));
        var template = BerTlv.of("7F60", header, BerTlv.of("5F2E", record));
        return BerTlv.of("75", BerTlv.of("7F61", BerTlv.of("02", Bytes.of(1)), template))
                .encode();
    }

    private static Bytes image() {
        try (var in = Objects.requireNonNull(FaceImage.class.getResourceAsStream("face.jpg"), "face.jpg")) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes number(int value) {
        return Bytes.of(value >> 24, value >> 16, value >> 8, value);
    }
}
