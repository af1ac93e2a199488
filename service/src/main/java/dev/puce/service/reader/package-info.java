/// What a virtual reader is: its description, its attributes, and its PC/SC part 10 features.
///
/// No state and no I/O; the readers that have state are in the engine.
package dev.puce.service.reader;
