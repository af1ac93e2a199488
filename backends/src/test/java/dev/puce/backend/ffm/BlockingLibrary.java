package dev.puce.backend.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;

import dev.puce.iso7816.Bytes;
import dev.puce.pcsc.Attribute;
import dev.puce.pcsc.Call;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/// A PC/SC library whose functions succeed without any action, and in which a test can block calls. Its only
/// context and its only card have the handle 0.
final class BlockingLibrary {
    private final Platform platform;
    private final Arena arena;
    private final List<String> entered = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> blocked = new ConcurrentHashMap<>();
    private final List<Call.SetAttrib> attributes = new CopyOnWriteArrayList<>();

    /// @param arena lifetime of the functions
    BlockingLibrary(Platform platform, Arena arena) {
        this.platform = platform;
        this.arena = arena;
    }

    NativePcsc open() {
        return new NativePcsc("for a test", new Library(this::find, platform), platform);
    }

    /// Blocks calls of the function until the test calls [#unblock].
    void block(String function) {
        blocked.put(function, new CountDownLatch(1));
    }

    void unblock(String function) {
        blocked.get(function).countDown();
    }

    /// Returns the called functions, including blocked ones.
    List<String> entered() {
        return List.copyOf(entered);
    }

    /// Returns the attributes that were set.
    List<Call.SetAttrib> attributes() {
        return List.copyOf(attributes);
    }

    private Optional<MemorySegment> find(String symbol) {
        String function = symbol.endsWith("W") ? symbol.substring(0, symbol.length() - 1) : symbol;
        var descriptor = FunctionDescriptor.of(platform.dword(), parameters(function));
        return Optional.of(Linker.nativeLinker().upcallStub(target(function, descriptor), descriptor, arena));
    }

    private MethodHandle target(String function, FunctionDescriptor descriptor) {
        try {
            MethodType type = descriptor.toMethodType();
            if (function.equals("SCardSetAttrib")) {
                var set = MethodType.methodType(int.class, long.class, long.class, MemorySegment.class, long.class);
                return MethodHandles.explicitCastArguments(
                        MethodHandles.lookup().bind(this, "setAttrib", set), type);
            }
            var enter = MethodHandles.lookup()
                    .bind(this, "enter", MethodType.methodType(int.class, String.class))
                    .bindTo(function);
            return MethodHandles.explicitCastArguments(
                    MethodHandles.dropArguments(enter, 0, type.parameterList()), type);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("enter", e);
        }
    }

    /// Called through the handles of [#target].
    int enter(String function) throws InterruptedException {
        entered.add(function);
        CountDownLatch latch = blocked.get(function);
        if (latch != null) {
            latch.await();
        }
        return 0;
    }

    /// Called through the handles of [#target].
    int setAttrib(long card, long attribute, MemorySegment value, long length) {
        byte[] bytes = value.reinterpret(length).toArray(ValueLayout.JAVA_BYTE);
        attributes.add(new Call.SetAttrib(card, new Attribute((int) attribute), Bytes.of(bytes)));
        return 0;
    }

    private MemoryLayout[] parameters(String function) {
        MemoryLayout dword = platform.dword();
        MemoryLayout handle = platform.handle();
        return switch (function) {
            case "SCardEstablishContext" -> new MemoryLayout[] {dword, ADDRESS, ADDRESS, ADDRESS};
            case "SCardConnect" -> new MemoryLayout[] {handle, ADDRESS, dword, dword, ADDRESS, ADDRESS};
            case "SCardDisconnect" -> new MemoryLayout[] {handle, dword};
            case "SCardTransmit" -> new MemoryLayout[] {handle, ADDRESS, ADDRESS, dword, ADDRESS, ADDRESS, ADDRESS};
            case "SCardGetStatusChange" -> new MemoryLayout[] {handle, dword, ADDRESS, dword};
            case "SCardSetAttrib" -> new MemoryLayout[] {handle, dword, ADDRESS, dword};
            case "SCardListReaders" -> new MemoryLayout[] {handle, ADDRESS, ADDRESS, ADDRESS};
            default -> new MemoryLayout[] {handle}; // SCardReleaseContext, SCardCancel; the others are not called
        };
    }
}
