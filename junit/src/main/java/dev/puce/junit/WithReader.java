package dev.puce.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test a PC/SC service of its own with a virtual reader. Tests may run in parallel, nothing is shared.
///
///     @Test
///     @WithReader(card = "demo")
///     void reads_the_greeting(TestPcsc pcsc) throws Exception {
///         var program = new ProcessBuilder("opensc-tool", "-a");
///         program.environment().putAll(pcsc.environment());
///         ...
///         pcsc.reader().remove();   // pulls the card
///     }
///
/// A test may have parameters of the types [TestPcsc], [dev.puce.service.PcscService],
/// [dev.puce.service.VirtualReader] (the first one) and [dev.puce.pcsc.Pcsc] (a client of the service). On a
/// class the annotation counts for each of its tests; their own ones add to it.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(WithReader.List.class)
@ExtendWith(PcscExtension.class)
public @interface WithReader {
    /// Name of the reader; the service adds numbers to it, as pcscd does.
    String name() default "Virtual Reader";

    /// The card in it, as `puce card --list` names them: `demo`, `cards/mine.json`; none if empty.
    String card() default "";

    /// Several readers.
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(PcscExtension.class)
    @interface List {
        /// Each of them.
        WithReader[] value();
    }
}
