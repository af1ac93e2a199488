/// The table of open handles, shared by both backends. Not exported.
package dev.puce.backend.handle;
