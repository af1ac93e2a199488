/// What a program of somebody else gets: the jars, from a repository, on class path and module path.
package dev.puce.it.artifacts;
