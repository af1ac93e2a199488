/// Talking to a service that runs in another process: readers come and go, cards go in and out.
///
/// Beside its socket `S` the service has a second one, `S.control`. A client sends one line of JSON and gets one line
/// back.
package dev.puce.service.control;
