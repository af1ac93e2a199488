/// A card with files, records, data objects and PINs (ISO/IEC 7816-4), described by a JSON file.
///
/// Start with [dev.puce.service.card.filesystem.FileSystemCard]; each group of commands has its own class.
/// `docs/reference/cards.md` documents the format of the description.
package dev.puce.service.card.filesystem;
