package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineBuild;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finished engines of one compiler, by a key over everything that shapes them. An engine is made in a folder beside its
 * place and moved there, so that it is whole or absent; of two builders at once the second to finish takes the
 * first's.
 */
final class EngineCache {

    private static final String UNFINISHED = ".building-";
    /** No build lasts so long without touching its folder: what is older was left by a killed process. */
    private static final Duration ABANDONED = Duration.ofDays(7);

    private static final List<String> ARTEFACTS = List.of(
            EngineFiles.LIBRARY,
            EngineFiles.GRAPH,
            EngineFiles.PARAMETERS,
            EngineFiles.TUNING,
            EngineFiles.BEST,
            EngineFiles.SEARCH,
            EngineFiles.LOG,
            EngineBuild.FILE_NAME);

    private final Path folder;

    EngineCache(Path folder) {
        this.folder = folder;
    }

    /** The engine of that key under that name, or null. An engine built under another name is copied, not built anew. */
    @Nullable
    Path find(String key, String name) throws EngineException {
        Path place = place(key, name);
        if (Files.isRegularFile(place.resolve(EngineManifest.FILE_NAME))) {
            return place;
        }
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (DirectoryStream<Path> sameKey = Files.newDirectoryStream(folder, key + "-*")) {
            for (Path other : sameKey) {
                return copy(other, key, name);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        return null;
    }

    private Path copy(Path other, String key, String name) throws EngineException, IOException {
        Path unfinished = begin(key);
        for (String artefact : ARTEFACTS) {
            if (Files.exists(other.resolve(artefact))) {
                Files.copy(other.resolve(artefact), unfinished.resolve(artefact));
            }
        }
        EngineManifest manifest = EngineManifest.read(other);
        new EngineManifest(
                        manifest.version(),
                        name,
                        manifest.compiler(),
                        manifest.compilerVersion(),
                        manifest.target(),
                        manifest.modelName(),
                        manifest.modelDigest(),
                        manifest.configuration(),
                        manifest.scheduleDigest(),
                        manifest.artefactDigest(),
                        manifest.inputs(),
                        manifest.outputs())
                .write(unfinished);
        return finish(unfinished, key, name);
    }

    /** A new empty folder to build in. */
    Path begin(String key) throws EngineException {
        try {
            Files.createDirectories(folder);
            deleteAbandoned();
            return Files.createTempDirectory(folder, UNFINISHED + key);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Puts a finished engine in its place. */
    Path finish(Path unfinished, String key, String name) throws EngineException {
        Path place = place(key, name);
        try {
            try {
                Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                throw e;
            } catch (IOException e) {
                if (!Files.isRegularFile(place.resolve(EngineManifest.FILE_NAME))) {
                    throw e;
                }
                Folders.delete(unfinished); // another builder was first; its engine is as good
            }
            return place;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Forgets an engine that was not finished; its log is kept, because it may say why. */
    Path giveUp(Path unfinished, String key) {
        Path log = folder.resolve(key + ".failed.log");
        try {
            if (Files.exists(unfinished.resolve(EngineFiles.LOG))) {
                Files.move(unfinished.resolve(EngineFiles.LOG), log, StandardCopyOption.REPLACE_EXISTING);
            }
            Folders.delete(unfinished);
        } catch (IOException e) {
            // What is left is deleted as abandoned later.
        }
        return log;
    }

    private Path place(String key, String name) {
        return folder.resolve(key + "-" + name.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    private void deleteAbandoned() throws IOException {
        Instant oldest = Instant.now().minus(ABANDONED);
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
            for (Path each : unfinished) {
                if (isOlder(each, oldest)) {
                    Folders.delete(each);
                }
            }
        }
    }

    private static boolean isOlder(Path each, Instant than) throws IOException {
        try {
            return Files.getLastModifiedTime(each).toInstant().isBefore(than);
        } catch (NoSuchFileException e) {
            return false; // another builder has just finished, or given up
        }
    }

    private EngineException unwritable(IOException e) {
        return new EngineException(
                "cannot keep engines in " + folder + ": " + Folders.reason(e)
                        + "; choose another cache folder (XDG_CACHE_HOME)",
                e);
    }
}
