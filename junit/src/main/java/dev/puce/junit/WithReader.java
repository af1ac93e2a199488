package dev.puce.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test its own PC/SC service with a virtual reader. Tests may run in parallel; they share nothing.
///
///     @Test
///     @WithReader(card = "demo")
///     void reads_the_greeting(TestPcsc pcsc) throws Exception {
///         var program = new ProcessBuilder("opensc-tool", "-a");
///         program.environment().putAll(pcsc.environment());
///         ...
///         pcsc.reader().remove();   // removes the card
///     }
///
/// A test method may have parameters of these types, in any order:
///
/// - [TestPcsc], [dev.puce.service.PcscService], [dev.puce.service.VirtualReader]: the service and its first
///   reader
/// - [dev.puce.cards.Readers], [dev.puce.cards.Card]: the library on this service, and a connection to the first
///   card
/// - `javax.smartcardio.CardTerminal`: the first reader in the API of the JDK
/// - [dev.puce.pcsc.Pcsc]: a client of the service for PC/SC calls
/// - [java.nio.file.Path]: the path of the service's socket, unless it has an annotation such as `@TempDir`
///
/// On a class the annotation applies to all its tests; the annotations of a method add readers.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(WithReader.List.class)
@ExtendWith(PcscExtension.class)
public @interface WithReader {
    /// Name of the reader. The service appends numbers to it, as pcscd does.
    String name() default "Virtual Reader";

    /// The card in the reader, with a name from `puce card --list`: `demo`, `cards/mine.json`. Empty: no card. A
    /// file is searched on the class path, then in the working directory.
    String card() default "";

    /// Name of the holder of a card with keys (`openpgp`, `piv`, `emrtd`): the card then has keys and certificates for
    /// this person. Empty: as the kind makes it.
    String holder() default "";

    /// Seed for the keys and random numbers of the card: the same seed gives the same card. 0: different cards.
    long seed() default 0;

    /// Container of several annotations.
    @Documented
    @Inherited
    @Target({ElementType.TYPE, ElementType.METHOD})
    @Retention(RetentionPolicy.RUNTIME)
    @ExtendWith(PcscExtension.class)
    @interface List {
        /// Returns the annotations.
        WithReader[] value();
    }
}
