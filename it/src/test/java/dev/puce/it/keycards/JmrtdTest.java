package dev.puce.it.keycards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.puce.service.PcscService;
import dev.puce.service.card.keycard.KeyCard;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.keys.Personalization;
import dev.puce.smartcardio.PuceProvider;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import javax.smartcardio.TerminalFactory;
import net.sf.scuba.smartcards.CardServiceException;
import net.sf.scuba.smartcards.TerminalCardService;
import org.jmrtd.BACKey;
import org.jmrtd.PACEKeySpec;
import org.jmrtd.PassportService;
import org.jmrtd.lds.CardAccessFile;
import org.jmrtd.lds.ChipAuthenticationInfo;
import org.jmrtd.lds.ChipAuthenticationPublicKeyInfo;
import org.jmrtd.lds.PACEInfo;
import org.jmrtd.lds.SODFile;
import org.jmrtd.lds.icao.COMFile;
import org.jmrtd.lds.icao.DG14File;
import org.jmrtd.lds.icao.DG15File;
import org.jmrtd.lds.icao.DG1File;
import org.jmrtd.lds.icao.DG2File;
import org.jmrtd.lds.iso19794.FaceInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// JMRTD, unmodified, with the passport.
@Timeout(120)
class JmrtdTest {
    private static final BACKey KEY = new BACKey("L898902C3", "740812", "120415");

    private PcscService service;
    private PassportService passport;

    @BeforeEach
    void open() throws Exception {
        service = PcscService.start();
        var ada = new Personalization(Optional.of("Ada Lovelace"), Optional.empty());
        service.addReader("Reader").insert(KeyCard.EMRTD.card(ada, CardRandom.fresh()));
        var terminal = TerminalFactory.getInstance("PC/SC", "socket:" + service.socket(), new PuceProvider())
                .terminals()
                .list()
                .getFirst();
        passport = new PassportService(new TerminalCardService(terminal), 256, 224, false, false);
        passport.open();
    }

    @AfterEach
    void close() {
        passport.close();
        service.close();
    }

    private byte[] read(short file) throws Exception {
        try (var in = passport.getInputStream(file, 224)) {
            return in.readAllBytes();
        }
    }

    private void pace(PACEKeySpec key) throws Exception {
        CardAccessFile access;
        try (var in = passport.getInputStream(PassportService.EF_CARD_ACCESS, 224)) {
            access = new CardAccessFile(in);
        }
        PACEInfo info = access.getSecurityInfos().stream()
                .filter(PACEInfo.class::isInstance)
                .map(PACEInfo.class::cast)
                .findFirst()
                .orElseThrow();
        passport.doPACE(
                key,
                info.getObjectIdentifier(),
                PACEInfo.toParameterSpec(info.getParameterId()),
                info.getParameterId());
        passport.sendSelectApplet(true);
    }

    private void assertReadable() throws Exception {
        try (var in = passport.getInputStream(PassportService.EF_COM, 224)) {
            assertThat(new COMFile(in).getTagList()).containsExactly(0x61, 0x75, 0x6E, 0x6F);
        }
        try (var in = passport.getInputStream(PassportService.EF_DG1, 224)) {
            var mrz = new DG1File(in).getMRZInfo();
            assertThat(mrz.getDocumentNumber()).isEqualTo("L898902C3");
            assertThat(mrz.getPrimaryIdentifier()).isEqualTo("LOVELACE");
        }
        try (var in = passport.getInputStream(PassportService.EF_DG2, 224)) {
            var info = (FaceInfo) new DG2File(in).getSubRecords().getFirst();
            var face = info.getFaceImageInfos().getFirst();
            assertThat(face.getWidth()).isEqualTo(120);
            assertThat(face.getMimeType()).isEqualTo("image/jpeg");
        }
    }

    @Test
    void jmrtd_reads_the_passport_after_bac() throws Exception {
        passport.sendSelectApplet(false);
        passport.doBAC(KEY);
        assertReadable();
    }

    @Test
    void jmrtd_reads_the_passport_after_pace_with_the_mrz() throws Exception {
        pace(PACEKeySpec.createMRZKey(KEY));
        assertReadable();
    }

    @Test
    void jmrtd_reads_the_passport_after_pace_with_the_can() throws Exception {
        pace(PACEKeySpec.createCANKey("123456"));
        assertReadable();
    }

    @Test
    void wrong_can_is_refused() {
        assertThatThrownBy(() -> pace(PACEKeySpec.createCANKey("654321"))).isInstanceOf(CardServiceException.class);
    }

    @Test
    void hashes_of_the_data_groups_are_signed() throws Exception {
        passport.sendSelectApplet(false);
        passport.doBAC(KEY);
        SODFile sod;
        try (var in = passport.getInputStream(PassportService.EF_SOD, 224)) {
            sod = new SODFile(in);
        }
        var hashes = sod.getDataGroupHashes();
        assertThat(hashes).containsOnlyKeys(1, 2, 14, 15);
        for (short file : new short[] {
            PassportService.EF_DG1, PassportService.EF_DG2, PassportService.EF_DG14, PassportService.EF_DG15
        }) {
            byte[] hash = MessageDigest.getInstance(sod.getDigestAlgorithm()).digest(read(file));
            assertThat(hash).isEqualTo(hashes.get(file & 0xFF));
        }
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(sod.getDocSigningCertificate().getPublicKey());
        verifier.update(sod.getEContent());
        assertThat(verifier.verify(sod.getEncryptedDigest())).isTrue();
    }

    @Test
    void active_authentication_proves_that_the_chip_has_the_key() throws Exception {
        passport.sendSelectApplet(false);
        passport.doBAC(KEY);
        PublicKey key;
        try (var in = passport.getInputStream(PassportService.EF_DG15, 224)) {
            key = new DG15File(in).getPublicKey();
        }
        byte[] challenge = {1, 2, 3, 4, 5, 6, 7, 8};
        var result = passport.doAA(key, "SHA-256", "SHA256withECDSA", challenge);
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(key);
        verifier.update(challenge);
        assertThat(verifier.verify(result.getResponse())).isTrue();
    }

    @Test
    void chip_authentication_renews_the_session() throws Exception {
        pace(PACEKeySpec.createMRZKey(KEY));
        DG14File group;
        try (var in = passport.getInputStream(PassportService.EF_DG14, 224)) {
            group = new DG14File(in);
        }
        var info = (ChipAuthenticationInfo) group.getSecurityInfos().stream()
                .filter(ChipAuthenticationInfo.class::isInstance)
                .findFirst()
                .orElseThrow();
        var key = (ChipAuthenticationPublicKeyInfo) group.getSecurityInfos().stream()
                .filter(ChipAuthenticationPublicKeyInfo.class::isInstance)
                .findFirst()
                .orElseThrow();
        passport.doEACCA(null, info.getObjectIdentifier(), key.getObjectIdentifier(), key.getSubjectPublicKey());
        assertReadable();
    }

    @Test
    void files_are_closed_without_access_control() throws Exception {
        passport.sendSelectApplet(false);
        assertThatThrownBy(() -> read(PassportService.EF_DG1))
                .isInstanceOfAny(IOException.class, CardServiceException.class);
    }
}
