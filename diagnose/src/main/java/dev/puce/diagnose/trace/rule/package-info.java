/// The rules of a diagnosis: one class for each kind of failure or pattern. [Rules] lists them.
package dev.puce.diagnose.trace.rule;
