package dev.puce.cli.help;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The part of a command's help that its options do not tell: how it is called, examples, exit statuses.
///
/// Entries of two columns separate them by ` | `: `puce scan --once | list readers and cards`. A pipe in a
/// command line is written `\|`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Guide {
    /// Separates the two columns of an entry.
    String SEPARATOR = " | ";

    /// At most three lines that show how the command is called, each beginning with `puce`.
    String[] usage();

    /// Command lines and what they do.
    String[] examples() default {};

    /// Exit statuses and what they mean; without any, those that all commands share.
    String[] exitStatuses() default {};

    /// Environment variables and what they change.
    String[] environment() default {};

    /// Files that the command reads or writes.
    String[] files() default {};

    /// Related commands and pages of the documentation.
    String[] seeAlso() default {};
}
