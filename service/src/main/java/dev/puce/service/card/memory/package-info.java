/// The memory that a virtual card keeps without power: named byte strings, in memory or in a JSON file.
///
/// Start with [dev.puce.service.card.memory.CardMemory].
package dev.puce.service.card.memory;
