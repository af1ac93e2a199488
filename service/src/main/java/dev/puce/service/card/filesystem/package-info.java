/// A card with files, records, data objects and PINs (ISO/IEC 7816-4), described by a JSON file.
///
/// Start with [dev.puce.service.card.filesystem.FileSystemCard]; each group of commands has a class of its own.
/// The format of the description is documented in `docs/reference/cards.md`.
package dev.puce.service.card.filesystem;
