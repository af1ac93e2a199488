/// The driver of a virtual reader: its attributes, and its PC/SC part 10 features.
///
/// These classes have no state and do no I/O; the engine holds the state of the readers.
package dev.puce.service.driver;
