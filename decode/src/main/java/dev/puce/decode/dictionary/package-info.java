/// The engine behind the dictionaries.
///
/// A [dev.puce.decode.dictionary.Family] is one `.tsv` file: instructions, tags, files, status words,
/// enumerations, bit fields and fixed structures of one specification. A
/// [dev.puce.decode.dictionary.Dictionary] joins the families of one application, the most specific first. A
/// [dev.puce.decode.dictionary.Format] writes a value to an [dev.puce.decode.dictionary.Out], which collects a
/// tree or the highlights of one line.
package dev.puce.decode.dictionary;
