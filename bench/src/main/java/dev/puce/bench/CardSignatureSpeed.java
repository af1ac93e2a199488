package dev.puce.bench;

import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.pcsc.Pcsc;
import dev.puce.pcsc.Protocols;
import dev.puce.pcsc.Scope;
import dev.puce.pcsc.ShareMode;
import dev.puce.service.PcscService;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.Personalization;
import dev.puce.service.card.keys.CardKey;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.KeyAlgorithm;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/// How long does an RSA 2048 signature of the OpenPGP card take through the service, compared with the JDK alone? The
/// aim is at most 1.5 times as long. Both take turns.
///
///     bench/signature-speed
public final class CardSignatureSpeed {
    private static final int ROUNDS = 5;
    private static final int SIGNATURES = 400;
    private static final Bytes DIGEST_INFO =
            Bytes.hex("3031300d060960864801650304020105000420" + "5A".repeat(32));

    private interface Signer {
        Bytes sign(Bytes digestInfo) throws GeneralSecurityException;
    }

    private CardSignatureSpeed() {}

    /// Prints the medians of each round in microseconds, and their ratio.
    public static void main(String[] arguments) throws Exception {
        CardKey key = KeyAlgorithm.RSA2048.generate(CardRandom.fresh());
        try (var service = PcscService.start();
                var pcsc = Pcsc.open("socket:" + service.socket())) {
            var reader = service.addReader("Reader");
            var person = new Personalization(Optional.empty(), Optional.of(KeyAlgorithm.RSA2048));
            reader.insert(KeyCard.OPENPGP.card(person, CardRandom.fresh()));
            var card = pcsc.connect(
                    pcsc.establishContext(Scope.SYSTEM), reader.name(), ShareMode.SHARED, Protocols.ANY);
            for (String command : new String[] {
                "00A4040006D27600012401", "00200083083132333435363738", "00DA00C40101", "0020008106313233343536"
            }) {
                requireOk(pcsc.transmit(card.card(), card.activeProtocol(), Bytes.hex(command)));
            }
            Bytes sign = CommandApdu.of(0x00, 0x2A, 0x9E, 0x9A, DIGEST_INFO, 256).encode();
            for (int round = 1; round <= ROUNDS; round++) {
                double jdk = median(key::signPadded);
                double ours =
                        median(_ -> requireOk(pcsc.transmit(card.card(), card.activeProtocol(), sign)));
                System.out.printf("round %d: JDK %.0f us, card %.0f us, ratio %.2f%n", round, jdk, ours, ours / jdk);
            }
        }
    }

    private static Bytes requireOk(Bytes response) {
        if (!response.from(response.length() - 2).equals(Bytes.hex("9000"))) {
            throw new IllegalStateException("the card answers " + response);
        }
        return response;
    }

    private static double median(Signer signer) throws GeneralSecurityException {
        var times = new long[SIGNATURES];
        for (int i = 0; i < SIGNATURES; i++) {
            long start = System.nanoTime();
            signer.sign(DIGEST_INFO);
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return times[SIGNATURES / 2] / 1000.0;
    }
}
