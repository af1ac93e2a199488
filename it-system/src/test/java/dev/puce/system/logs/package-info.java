/// The logs of real programs, compared with what `puce spy` records of the same session.
package dev.puce.system.logs;
