package dev.puce.javacard;

import dev.puce.iso7816.Aid;
import dev.puce.iso7816.Bytes;
import dev.puce.iso7816.StatusWord;
import dev.puce.service.card.apdu.RefusedException;
import dev.puce.service.card.globalplatform.CardContent;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javacard.framework.AID;
import javacard.framework.Applet;
import javacard.framework.CardRuntimeException;

/// The applets of a card, which its security domain lists, installs and deletes.
///
/// A jar has no AIDs. The AID of a module is the one in the request for the applet. The AID of a load file is that
/// of its module without the last byte.
final class Applets implements CardContent {
    private final AppletRuntime runtime = new AppletRuntime();
    private final Map<Aid, Class<? extends Applet>> modules = new LinkedHashMap<>();
    private final Map<Aid, Aid> instances = new LinkedHashMap<>();
    private final SecureRandom random;

    Applets(SecureRandom random) {
        this.random = random;
        runtime.changeProtocol((byte) 1); // T=1, as the ATR says
    }

    AppletRuntime runtime() {
        return runtime;
    }

    /// Makes a class known, so that it can be installed.
    void load(Aid module, Class<? extends Applet> applet) {
        modules.put(module, applet);
    }

    /// Installs an instance of a known class.
    ///
    /// @throws CardRuntimeException if the applet throws it, or does not register
    void install(Aid module, InstallParameters parameters) {
        byte[] bytes = parameters.encode().toArray();
        AID name = simulated(parameters.aid());
        CardScope.run(random, () -> {
            runtime.loadApplet(name, modules.get(module));
            runtime.installApplet(name, bytes, (short) 0, (byte) bytes.length);
            return null;
        });
        instances.put(parameters.aid(), module);
    }

    private static AID simulated(Aid aid) {
        byte[] bytes = aid.value().toArray();
        return new AID(bytes, (short) 0, (byte) bytes.length);
    }

    @Override
    public List<Application> applications() {
        return instances.entrySet().stream()
                .map(entry -> new Application(entry.getKey(), fileOf(entry.getValue())))
                .toList();
    }

    @Override
    public List<LoadFile> loadFiles() {
        return modules.keySet().stream()
                .map(module -> new LoadFile(fileOf(module), List.of(module)))
                .toList();
    }

    private static Aid fileOf(Aid module) {
        Bytes name = module.value();
        return new Aid(name.length() > Aid.RID_LENGTH ? name.slice(0, name.length() - 1) : name);
    }

    @Override
    public void install(Aid module, Aid instance, Bytes privileges, Bytes parameters) throws RefusedException {
        if (!modules.containsKey(module)) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        if (instances.containsKey(instance)) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
        try {
            install(module, new InstallParameters(instance, privileges, parameters));
        } catch (CardRuntimeException | IllegalArgumentException e) {
            throw new RefusedException(StatusWord.CONDITIONS_NOT_SATISFIED);
        }
    }

    @Override
    public void delete(Aid instance) throws RefusedException {
        if (instances.remove(instance) == null) {
            throw new RefusedException(StatusWord.REFERENCE_NOT_FOUND);
        }
        CardScope.run(random, () -> {
            runtime.remove(simulated(instance));
            return null;
        });
    }
}
