/// A PC/SC service with virtual readers and cards, spoken to through pcscd's protocol.
///
/// ```java
/// try (var service = PcscService.start()) {
///     VirtualReader reader = service.addReader("Test Reader");
///     reader.insert(card);
///     // point a program's PCSCLITE_CSOCK_NAME at service.socket()
/// }
/// ```
package dev.puce.service;
