package dev.puce.junit;

import dev.puce.pcsc.Pcsc;
import dev.puce.replay.RecordedCard;
import dev.puce.replay.RecordedCardFile;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.replay.ReplayOptions.Matching;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import dev.puce.service.card.CardKinds;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Starts a service before each test and ends it afterwards; [WithReader] and [WithRecording] say what is in it.
///
/// Parameters of the test class's constructor are not served, as a service belongs to one test only.
public final class PcscExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PcscExtension.class);

    /// Called by JUnit.
    public PcscExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        var pcsc = new TestPcsc(PcscService.start());
        // The store closes it when the test has ended, even if what follows fails.
        context.getStore(NAMESPACE).put(TestPcsc.class, pcsc);
        for (WithReader wanted : readers(context)) {
            var reader = pcsc.service().addReader(wanted.name());
            if (!wanted.card().isEmpty()) {
                reader.insert(CardKinds.make(wanted.card()));
            }
        }
        var recording = recording(context);
        if (recording.isPresent()) {
            var options = ReplayOptions.USUAL.with(recording.get().matching());
            pcsc.play(cards(recording.get().value(), context.getRequiredTestClass()), options);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            return; // the test has told already what is wrong
        }
        boolean strict =
                recording(context).filter(it -> it.matching() == Matching.ORDER).isPresent();
        for (ReplayCard replay : pcsc(context).replays()) {
            if (!replay.mismatches().isEmpty()) {
                throw new AssertionError(replay.mismatches().getFirst().toString());
            }
            if (strict && !replay.remaining().isEmpty()) {
                throw new AssertionError("%d of %d recorded commands to %s did not come; the next one is %s"
                        .formatted(
                                replay.remaining().size(),
                                replay.recorded().exchanges().size(),
                                replay.recorded().reader(),
                                replay.remaining().getFirst()));
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return context.getTestMethod().isPresent()
                && Set.of(TestPcsc.class, PcscService.class, VirtualReader.class, Pcsc.class)
                        .contains(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestPcsc pcsc = pcsc(context);
        Class<?> type = parameter.getParameter().getType();
        if (type == VirtualReader.class) {
            return pcsc.reader();
        }
        if (type == Pcsc.class) {
            return pcsc.client();
        }
        return type == PcscService.class ? pcsc.service() : pcsc;
    }

    private static TestPcsc pcsc(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestPcsc.class, TestPcsc.class);
    }

    private static List<WithReader> readers(ExtensionContext context) {
        return places(context)
                .flatMap(place -> AnnotationSupport.findRepeatableAnnotations(place, WithReader.class).stream())
                .toList();
    }

    private static Optional<WithRecording> recording(ExtensionContext context) {
        return places(context)
                .flatMap(place -> AnnotationSupport.findAnnotation(place, WithRecording.class).stream())
                .reduce((_, nearer) -> nearer);
    }

    /// Where annotations may stand: outer classes first, the method last.
    private static Stream<AnnotatedElement> places(ExtensionContext context) {
        Stream<AnnotatedElement> outer =
                context.getEnclosingTestClasses().stream().map(type -> type);
        return Stream.concat(Stream.concat(outer, context.getTestClass().stream()), context.getTestMethod().stream());
    }

    private static List<RecordedCard> cards(String name, Class<?> test) throws IOException {
        try (var resource = test.getResourceAsStream(name)) {
            return resource == null ? RecordedCardFile.cards(Path.of(name)) : RecordedCardFile.cards(resource, name);
        }
    }
}
