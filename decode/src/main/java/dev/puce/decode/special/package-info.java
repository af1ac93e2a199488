/// Formats that tables cannot express, by family: lists with conditions, dates of one specification, certificates.
/// [Dictionaries] loads the tables and gives them these formats.
package dev.puce.decode.special;
