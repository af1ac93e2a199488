/// `puce web` and its HTML file in a real browser.
package dev.puce.system.web;
