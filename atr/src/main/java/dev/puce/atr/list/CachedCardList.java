package dev.puce.atr.list;

import dev.puce.iso7816.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A card list with a prepared index in the cache directory, for programs that identify few ATRs.
///
/// The index is valid while path, size and time of modification of the list are unchanged. Otherwise the list is
/// loaded and the index written again. A missing, damaged or unwritable index only costs time. Thread-safe.
/// `bench/start/run.sh` measures it.
public final class CachedCardList {
    /// Number of identifications after which loading the whole list pays.
    private static final int MANY = 1000;

    private final Path file;
    private final Optional<PreparedIndex> index;
    private final AtomicInteger identified = new AtomicInteger();
    private volatile CardList list;

    private CachedCardList(Path file, Optional<PreparedIndex> index, CardList list) {
        this.file = file;
        this.index = index;
        this.list = list;
    }

    /// Opens a list with the user's prepared index, or without an index if the user has no home folder.
    ///
    /// @param file        the list
    /// @param environment environment variables, see [CardListFile#own]
    /// @throws IOException if reading the list fails
    public static CachedCardList ofUser(Path file, Map<String, String> environment) throws IOException {
        Optional<Path> cache = CardListFile.index(environment);
        return cache.isPresent() ? open(file, cache.get()) : over(file);
    }

    /// Opens a list.
    ///
    /// @param file  the list
    /// @param cache path of the prepared index
    /// @throws IOException if reading the list fails
    public static CachedCardList open(Path file, Path cache) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        var identity = new PreparedIndex.Identity(
                file.toAbsolutePath().toString(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        Optional<PreparedIndex> index = read(cache, identity);
        if (index.isPresent()) {
            return new CachedCardList(file, index, null);
        }
        CardList list = CardList.load(file);
        try {
            CardListFile.store(list.prepare(identity), cache);
        } catch (IOException e) {
            // The cache is optional: the next program loads the list again.
        }
        return new CachedCardList(file, Optional.empty(), list);
    }

    /// Opens a list without an index.
    ///
    /// @throws IOException if reading the list fails
    public static CachedCardList over(Path file) throws IOException {
        return new CachedCardList(file, Optional.empty(), CardList.load(file));
    }

    private static Optional<PreparedIndex> read(Path cache, PreparedIndex.Identity identity) {
        try {
            return Files.isRegularFile(cache)
                    ? PreparedIndex.of(Files.readAllBytes(cache), identity)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// Returns the entries whose pattern matches the ATR, in file order.
    public List<CardListEntry> identify(Bytes atr) {
        if (list == null && identified.incrementAndGet() == MANY) {
            try {
                list = CardList.load(file);
            } catch (IOException e) {
                // The index still serves.
            }
        }
        CardList loaded = list;
        return loaded == null ? index.orElseThrow().identify(atr.toArray()) : loaded.identify(atr);
    }

    /// Returns similar entries, as [CardList#nearMisses]. Loads the whole list.
    ///
    /// @throws UncheckedIOException if reading the list fails
    public List<NearMiss> nearMisses(Bytes atr, int maxDifferences) {
        if (list == null) {
            try {
                list = CardList.load(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read the card list " + file + ": " + e.getMessage(), e);
            }
        }
        return list.nearMisses(atr, maxDifferences);
    }
}
