/// `puce demo`: a tour without hardware.
package dev.puce.cli.demo;
