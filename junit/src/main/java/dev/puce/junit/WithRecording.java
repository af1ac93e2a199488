package dev.puce.junit;

import dev.puce.replay.ReplayOptions.Matching;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test a PC/SC service of its own with the readers of a recording, whose cards answer as recorded.
///
/// A test fails if a command comes that was not recorded, with a report of what was expected, and, in strict
/// order, if recorded commands did not come.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PcscExtension.class)
public @interface WithRecording {
    /// A resource as the class of the test finds it, or else a file: a recording of `puce spy -o`, or a log of
    /// libpcscspy.
    String value();

    /// Which recorded exchange answers a command.
    Matching matching() default Matching.ORDER;
}
