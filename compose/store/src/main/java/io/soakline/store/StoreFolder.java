package io.soakline.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The folder of a store, held by one process at a time. */
final class StoreFolder implements AutoCloseable {

    private static final String NATIVE_FOLDER_PROPERTY = "questdb.libs.dir";
    private static final List<String> NATIVE_LIBRARIES = List.of("libquestdb.so", "libquestdbr.so");

    private final Path root;
    private final FileChannel lock;

    private StoreFolder(Path root, FileChannel lock) {
        this.root = root;
        this.lock = lock;
    }

    /** Takes the folder and lays out what QuestDB must find there. */
    static StoreFolder open(Path folder) throws StoreException {
        Path root = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(root);
            StoreFolder taken = new StoreFolder(
                    root,
                    FileChannel.open(root.resolve("store.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE));
            taken.take();
            return taken;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException("cannot write to the store folder " + root + " (" + e + "); choose another", e);
        }
    }

    /** Frees the folder again where that fails. */
    private void take() throws IOException {
        try {
            lockOrRefuse();
            writeLogSettings();
            extractNativeLibraries();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    Path root() {
        return root;
    }

    private void lockOrRefuse() throws IOException {
        try {
            if (lock.tryLock() != null) {
                return;
            }
        } catch (OverlappingFileLockException heldInThisJvm) {
            // Falls through: the same refusal.
        }
        throw new StoreException("a store already runs on the folder " + root + "; stop it, or choose another folder");
    }

    /** QuestDB logs to standard output unless it finds this file. */
    private void writeLogSettings() throws IOException {
        Path settings = root.resolve("conf").resolve("log.conf");
        Files.createDirectories(settings.getParent());
        try (InputStream in = resource("/io/soakline/store/log.conf")) {
            Files.copy(in, settings, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /**
     * QuestDB would unpack its native libraries into the common temporary folder at every start, and leave them there
     * when killed. On other systems than Linux it still does.
     */
    private void extractNativeLibraries() throws IOException {
        if (System.getProperty(NATIVE_FOLDER_PROPERTY) != null
                || !System.getProperty("os.name").startsWith("Linux")) {
            return;
        }
        Path folder = root.resolve("native");
        Files.createDirectories(folder);
        for (String library : NATIVE_LIBRARIES) {
            extract("/io/questdb/bin/linux-" + architecture() + "/" + library, folder.resolve(library));
        }
        System.setProperty(NATIVE_FOLDER_PROPERTY, folder.toString());
    }

    private static String architecture() {
        String name = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "aarch64".equals(name) ? name : "x86-64";
    }

    /** Copied beside and moved into place: a process that has the old file mapped keeps it. */
    private static void extract(String resource, Path target) throws IOException {
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try (InputStream in = resource(resource)) {
            Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static InputStream resource(String name) {
        InputStream in = StoreFolder.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException("missing from the class path: " + name);
        }
        return in;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot free the lock of the store folder " + root, e);
        }
    }
}
