package dev.puce.cli.service;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `HOST:PORT` or `PORT`, which is on this machine.
final class AddressConverter implements ITypeConverter<InetSocketAddress> {
    private static final String THIS_MACHINE = "127.0.0.1";

    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? THIS_MACHINE : text.substring(0, colon);
        try {
            return new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            throw new TypeConversionException("\"" + text + "\" is neither PORT nor HOST:PORT");
        }
    }
}
