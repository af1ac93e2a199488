/// The settings and programs of macOS that make its own log show smart-card calls.
package dev.puce.diagnose.macos;
