/// A PC/SC service with virtual readers and cards, spoken to through pcscd's protocol.
package dev.puce.service;
