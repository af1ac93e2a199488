/// Configuration of a virtual reader: its profile and its PIN pad.
package dev.puce.service.reader;
