/// A real browser for tests of pages.
package dev.puce.system.browser;
