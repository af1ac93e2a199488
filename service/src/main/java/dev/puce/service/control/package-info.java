/// Remote control of a service in another process: adds and removes readers, inserts and removes cards.
///
/// A service with the socket `S` has a second socket, `S.control`. A client sends one line of JSON per request and
/// receives one line per response.
package dev.puce.service.control;
