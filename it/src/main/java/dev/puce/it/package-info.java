/// Fixtures of the integration tests: processes, cards and daemons. Module `it-system` uses them too.
package dev.puce.it;
