package io.soakline.broker.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's archive of parsed classes (AppCDS), which makes a start several times shorter.
 *
 * <p>Recorded by the first JVM that runs without one, when that JVM ends, and named after the class path and the Java
 * runtime, so that an archive that does not fit is never met. Having none only costs time: nothing here fails.
 */
final class ClassDataArchive {

    private static final Logger LOG = LoggerFactory.getLogger(ClassDataArchive.class);

    private final Path archive;
    private final Path recording;

    private ClassDataArchive(Path archive) {
        this.archive = archive;
        // One name per recorder: two first starts at the same time must not write into one file.
        this.recording = archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid() + "-" + System.nanoTime() + ".part");
    }

    static ClassDataArchive of(Path cacheFolder, String classPath) {
        return new ClassDataArchive(cacheFolder.toAbsolutePath().resolve("broker-" + fingerprint(classPath) + ".jsa"));
    }

    /** Options that use the archive, or record one, or none when there is nowhere to record to. */
    List<String> jvmOptions() {
        if (Files.isReadable(archive)) {
            return List.of("-XX:SharedArchiveFile=" + archive);
        }
        try {
            Files.createDirectories(recording.getParent());
        } catch (IOException e) {
            LOG.info("no class data archive for the broker, it starts slower: {}", e.toString());
            return List.of();
        }
        return List.of("-XX:ArchiveClassesAtExit=" + recording);
    }

    /** To be called when the recording JVM has ended by itself: from now on its archive is used. */
    void adopt() {
        try {
            if (Files.exists(recording)) {
                Files.move(recording, archive, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            LOG.info("cannot keep the class data archive of the broker: {}", e.toString());
        }
    }

    /** To be called when the recording JVM was killed: what it wrote may be half an archive. */
    void discard() {
        try {
            Files.deleteIfExists(recording);
        } catch (IOException e) {
            LOG.info("cannot delete {}: {}", recording, e.toString());
        }
    }

    private static String fingerprint(String classPath) {
        MessageDigest digest = sha256();
        update(digest, System.getProperty("java.home"));
        update(digest, System.getProperty("java.vm.version"));
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            File file = new File(entry);
            update(digest, file.getAbsolutePath());
            // What the JVM itself compares when it checks an archive.
            update(digest, file.length() + "@" + file.lastModified());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void update(MessageDigest digest, String part) {
        digest.update(part.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
