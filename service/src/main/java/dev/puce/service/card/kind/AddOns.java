package dev.puce.service.card.kind;

import dev.puce.service.card.CardKind;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// Kinds of cards in optional add-ons. Each sub-directory of `addons`, beside the directory of puce's own jars,
/// contains the jars of one add-on. They are loaded when a card kind is requested that puce itself does not have.
final class AddOns {
    private AddOns() {}

    /// Returns the kinds of all add-ons; none if puce does not run from a directory of jars.
    static Stream<CardKind> kinds() {
        return directories().stream().flatMap(AddOns::kinds);
    }

    private static List<Path> directories() {
        var source = AddOns.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return List.of();
        }
        try {
            URI jar = source.getLocation().toURI();
            if (!"file".equals(jar.getScheme())) {
                return List.of();
            }
            Path addOns = Path.of(jar).resolve("../../addons").normalize();
            if (!Files.isDirectory(addOns)) {
                return List.of();
            }
            try (var entries = Files.list(addOns)) {
                return entries.filter(Files::isDirectory).sorted().toList();
            }
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("cannot read the add-ons of puce: " + e.getMessage(), e);
        }
    }

    private static Stream<CardKind> kinds(Path directory) {
        try (var jars = Files.newDirectoryStream(directory, "*.jar")) {
            var sorted = new ArrayList<Path>();
            jars.forEach(sorted::add);
            // puce's own jars replace single classes of libraries.
            sorted.sort(Comparator.comparing(
                            (Path jar) -> !jar.getFileName().toString().startsWith("puce-"))
                    .thenComparing(Path::compareTo));
            var urls = Stream.<URL>builder();
            for (Path jar : sorted) {
                urls.add(url(jar));
            }
            // The loader must live as long as its cards.
            var loader = new URLClassLoader(urls.build().toArray(URL[]::new), AddOns.class.getClassLoader());
            return ServiceLoader.load(CardKind.class, loader).stream()
                    .filter(provider -> loader.equals(provider.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read the add-on " + directory + ": " + e.getMessage(), e);
        }
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }
}
