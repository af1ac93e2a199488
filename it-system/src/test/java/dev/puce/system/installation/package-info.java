/// Tests of what users install: the Debian package and the archives.
package dev.puce.system.installation;
