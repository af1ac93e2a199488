/// Reaching the daemon from within a program's own login session.
///
/// polkit's usual rule for cards lets in who sits at the machine, and finds that out from the process that has
/// connected: it looks up its control group, which says to what session it belongs. A relay's connections would
/// all have the relay's session: programs of the person at the machine would be refused when the relay was
/// started by ssh, and programs of somebody logged in by ssh let in when it was started at the machine. So
/// programs of other sessions are connected by a deputy, a small process that puce starts and puts into the
/// program's control group.
///
/// [dev.puce.spy.login.SessionHelpers] is where to start.
package dev.puce.spy.login;
