/// A PC/SC service with virtual readers and cards that speaks pcscd's protocol.
///
/// ```java
/// try (var service = PcscService.start()) {
///     VirtualReader reader = service.addReader("Test Reader");
///     reader.insert(card);
///     // set a program's PCSCLITE_CSOCK_NAME to service.socket()
/// }
/// ```
package dev.puce.service;
