package dev.puce.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The files of the front end, which lie in this package.
final class Assets {
    /// The modules of the front end; each requires those before it only.
    static final List<String> MODULES = List.of(
            "dom.js",
            "format.js",
            "server-feed.js",
            "filter.js",
            "file-feed.js",
            "list.js",
            "splitter.js",
            "details.js",
            "timeline.js",
            "panels.js",
            "page.js");

    /// The style sheets: of all pages, and of the page of a trace.
    static final List<String> STYLES = List.of("style.css", "page.css");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private Assets() {}

    /// The content of a file that a browser may ask for; empty if there is no such file.
    static Optional<byte[]> find(String name) {
        boolean isAsset = MODULES.contains(name)
                || STYLES.contains(name)
                || name.equals("page.html")
                || name.equals("start.js")
                || name.equals("icon.svg");
        return isAsset ? Optional.of(read(name)) : Optional.empty();
    }

    static byte[] read(String name) {
        try (var in = Assets.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    static String text(String name) {
        return new String(read(name), StandardCharsets.UTF_8);
    }

    /// The media type of a file.
    static String type(String name) {
        return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    }
}
