package dev.puce.junit;

import dev.puce.cards.Card;
import dev.puce.cards.Readers;
import dev.puce.pcsc.Pcsc;
import dev.puce.replay.ReplayCard;
import dev.puce.replay.ReplayOptions;
import dev.puce.replay.ReplayOptions.Matching;
import dev.puce.service.PcscService;
import dev.puce.service.VirtualReader;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.smartcardio.CardTerminal;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// Starts a service before each test and ends it afterwards. [WithReader] and [WithRecording] configure it.
///
/// It does not resolve parameters of constructors, because each service belongs to one test.
public final class PcscExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(PcscExtension.class);

    private static final Map<Class<?>, Function<TestPcsc, Object>> PARAMETERS = Map.of(
            TestPcsc.class, pcsc -> pcsc,
            PcscService.class, TestPcsc::service,
            VirtualReader.class, TestPcsc::reader,
            Pcsc.class, TestPcsc::client,
            Readers.class, TestPcsc::readers,
            Card.class, TestPcsc::connect,
            CardTerminal.class, TestPcsc::terminal,
            Path.class, TestPcsc::socket);

    /// Makes an extension; called by JUnit.
    public PcscExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        var pcsc = new TestPcsc(PcscService.start());
        // The store closes it after the test, even if the following statements fail.
        context.getStore(NAMESPACE).put(TestPcsc.class, pcsc);
        for (WithReader annotation : readers(context)) {
            var reader = pcsc.service().addReader(annotation.name());
            if (!annotation.card().isEmpty()) {
                reader.insert(TestResource.card(annotation, context.getRequiredTestClass()));
            }
        }
        var recording = recording(context);
        if (recording.isPresent()) {
            var options = ReplayOptions.USUAL.with(recording.get().matching());
            pcsc.replay(TestResource.recording(recording.get().value(), context.getRequiredTestClass()), options);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            return; // the test has already reported a failure
        }
        boolean strict =
                recording(context).filter(it -> it.matching() == Matching.ORDER).isPresent();
        for (ReplayCard replay : pcsc(context).replays()) {
            if (!replay.mismatches().isEmpty()) {
                throw new AssertionError(replay.mismatches().getFirst().toString());
            }
            if (strict && !replay.remaining().isEmpty()) {
                throw new AssertionError("%d of %d recorded commands to %s did not arrive; the next one is %s"
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
        boolean isForAnotherExtension =
                type == Path.class && parameter.getParameter().getAnnotations().length > 0; // for example @TempDir
        return context.getTestMethod().isPresent() && PARAMETERS.containsKey(type) && !isForAnotherExtension;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.get(parameter.getParameter().getType()).apply(pcsc(context));
    }

    private static TestPcsc pcsc(ExtensionContext context) {
        return context.getStore(NAMESPACE).get(TestPcsc.class, TestPcsc.class);
    }

    private static List<WithReader> readers(ExtensionContext context) {
        return annotated(context)
                .flatMap(element -> AnnotationSupport.findRepeatableAnnotations(element, WithReader.class).stream())
                .toList();
    }

    private static Optional<WithRecording> recording(ExtensionContext context) {
        return annotated(context)
                .flatMap(element -> AnnotationSupport.findAnnotation(element, WithRecording.class).stream())
                .reduce((_, inner) -> inner);
    }

    /// Returns the elements with annotations: outer classes first, the method last.
    private static Stream<AnnotatedElement> annotated(ExtensionContext context) {
        Stream<AnnotatedElement> outer =
                context.getEnclosingTestClasses().stream().map(type -> type);
        return Stream.concat(Stream.concat(outer, context.getTestClass().stream()), context.getTestMethod().stream());
    }
}
