package dev.puce.javacard;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.CommandApdu;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.VirtualCard;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.globalplatform.SecurityDomain;
import dev.puce.service.card.keys.CardRandom;
import dev.puce.service.card.memory.CardMemory;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import javacard.framework.Applet;
import javacard.framework.CardRuntimeException;

/// A Java Card with applets and a GlobalPlatform security domain, which is selected until an applet is.
///
/// Objects of applets survive resets and power loss, as on a real card. Transient arrays and the selection do not.
public final class AppletCard implements VirtualCard {
    /// T=1; historical bytes "jCardSim".
    static final Bytes ATR = Bytes.hex("3B 88 01 6A 43 61 72 64 53 69 6D 80");

    private static final int SELECT = 0xA4;

    private final Applets applets;
    private final SecurityDomain domain;
    private final SecureRandom random;
    private boolean domainSelected = true;

    private AppletCard(Applets applets, SecureRandom random) {
        this.applets = applets;
        this.random = random;
        this.domain = new SecurityDomain(new CardMemory(), random, applets);
    }

    /// Installs an applet on a new card.
    ///
    /// @param applet class with the `install` method
    /// @param aid    5 to 16 bytes, under which it is selected
    /// @throws IOException if the applet refuses; the message has its reason
    public static AppletCard install(Class<? extends Applet> applet, Aid aid) throws IOException {
        var random = CardRandom.fresh();
        var applets = new Applets(random);
        install(applets, applet, aid, Bytes.EMPTY);
        return new AppletCard(applets, random);
    }

    /// Makes a card with the applets that were asked for.
    static AppletCard of(List<AppletWords> wanted, SecureRandom random) throws IOException {
        AppletOutput.install();
        var applets = new Applets(random);
        for (AppletWords words : wanted) {
            install(applets, AppletJar.applet(words.jar(), words.className()), words.aid(), words.parameters());
        }
        return new AppletCard(applets, random);
    }

    private static void install(Applets applets, Class<? extends Applet> type, Aid aid, Bytes parameters)
            throws IOException {
        try {
            applets.load(aid, type);
            applets.install(aid, InstallParameters.of(aid, parameters));
        } catch (CardRuntimeException | IllegalArgumentException | LinkageError e) {
            throw new IOException(
                    "cannot install applet " + type.getName() + " as " + aid + ": " + ReportingApplet.describe(e), e);
        }
    }

    @Override
    public Bytes powerOn() {
        return reset();
    }

    @Override
    public void powerOff() {
        // The next reset clears the state that a real card loses with its power.
    }

    @Override
    public Bytes reset() {
        applets.runtime().reset();
        domain.reset();
        domainSelected = true;
        return ATR;
    }

    @Override
    public Bytes transmit(Bytes command) {
        if (command.length() < 4) {
            return StatusWord.WRONG_LENGTH.encode();
        }
        Optional<CommandApdu> parsed = CommandApdu.tryParse(command);
        if (parsed.isPresent() && isSelectByName(parsed.get())) {
            return select(parsed.get(), command);
        }
        return domainSelected ? parsed.map(this::ofDomain).orElse(StatusWord.WRONG_LENGTH.encode()) : ofApplet(command);
    }

    private static boolean isSelectByName(CommandApdu command) {
        return command.cla() == 0 && command.ins() == SELECT && command.p1() == 0x04;
    }

    /// An applet whose name fits comes first: the domain's name may be the beginning of it.
    private Bytes select(CommandApdu command, Bytes bytes) {
        if (!command.data().isEmpty() && applets.runtime().finds(bytes.toArray())) {
            domain.reset();
            domainSelected = false;
            return ofApplet(bytes);
        }
        if (SecurityDomain.isSelectedBy(command.data())) {
            domainSelected = true;
            return ofDomain(command);
        }
        return StatusWord.FILE_NOT_FOUND.encode();
    }

    private Bytes ofApplet(Bytes command) {
        return CardScope.run(random, () -> Bytes.of(applets.runtime().transmitCommand(command.toArray())));
    }

    private Bytes ofDomain(CommandApdu command) {
        try {
            return domain.answer(command).encode();
        } catch (RefusedException refused) {
            return refused.status().encode();
        }
    }
}
