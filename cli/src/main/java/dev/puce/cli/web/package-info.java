/// `puce web`.
package dev.puce.cli.web;
