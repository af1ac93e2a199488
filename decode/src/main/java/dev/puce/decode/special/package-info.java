/// Formats that tables cannot express, by family: lists with conditions, dates of one specification,
/// certificates.
package dev.puce.decode.special;
