package dev.puce.junit;

import dev.puce.replay.ReplayOptions.Matching;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test its own PC/SC service with the readers of a recording, whose cards respond as recorded.
///
/// A test fails if it sends a command that was not recorded; the report shows the expected command. In strict
/// order it also fails if recorded commands do not arrive.
@Documented
@Inherited
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PcscExtension.class)
public @interface WithRecording {
    /// Name of the recording: a file of `puce spy -o`, or a log of libpcscspy. It is searched on the class path,
    /// first beside the test class, then in the working directory.
    String value();

    /// Selects the recorded exchange that answers a command.
    Matching matching() default Matching.ORDER;
}
