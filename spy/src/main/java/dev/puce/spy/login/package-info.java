/// Connects to the daemon from within a program's own login session.
///
/// polkit's usual rule for cards admits the user at the machine. It looks up the control group of the process
/// that connected, which names its session. All connections of a relay would have the relay's session. A relay
/// that was started over ssh would exclude the user at the machine. A relay that was started at the machine
/// would admit users who are logged in over ssh.
///
/// So programs of other sessions are connected by a session helper: a small process that puce starts and moves
/// into the program's control group.
///
/// Start with [dev.puce.spy.login.SessionHelpers].
package dev.puce.spy.login;
