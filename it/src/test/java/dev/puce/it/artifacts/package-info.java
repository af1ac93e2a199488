/// The published jars in a foreign project: from a repository, on class path and module path.
package dev.puce.it.artifacts;
