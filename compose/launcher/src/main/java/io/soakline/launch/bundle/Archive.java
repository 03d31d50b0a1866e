package io.soakline.launch.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.tukaani.xz.FilterOptions;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.X86Options;
import org.tukaani.xz.XZOutputStream;

/** A folder as a compressed tar archive; the same folder gives the same bytes at any time. */
final class Archive {

    static final String XZ = ".tar.xz";
    static final String GZIP = ".tar.gz";

    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;
    /** A twentieth larger than with the usual 6, in half the time. */
    private static final int PRESET = 4;

    /** The encoder takes eleven times as much memory, and this process has 400 MB. */
    private static final int DICTIONARY_BYTES = 16 << 20;

    private Archive() {}

    /** Whether the name says how to compress. */
    static boolean isNamed(Path file) {
        String name = file.toString();
        return name.endsWith(XZ) || name.endsWith(GZIP);
    }

    /**
     * @param folder whose name becomes the only one at the top
     * @param target replaced when it is complete
     * @param progress told the bytes taken so far
     */
    static void write(Path folder, Path target, Platform platform, LongConsumer progress) throws IOException {
        Path partial = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (TarArchiveOutputStream tar =
                    new TarArchiveOutputStream(compressed(partial, target.toString(), platform), "UTF-8")) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                long taken = 0;
                for (Path path : contents(folder)) {
                    taken += add(tar, folder, path);
                    progress.accept(taken);
                }
            }
            Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    private static OutputStream compressed(Path file, String name, Platform platform) throws IOException {
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        if (name.endsWith(GZIP)) {
            return new GZIPOutputStream(out, 1 << 16);
        }
        List<FilterOptions> filters = new ArrayList<>();
        if (platform == Platform.LINUX_X86_64) {
            // xz has a filter for arm64 only since 5.4, which older systems cannot undo.
            filters.add(new X86Options());
        }
        LZMA2Options lzma = new LZMA2Options(PRESET);
        lzma.setDictSize(DICTIONARY_BYTES);
        filters.add(lzma);
        return new XZOutputStream(out, filters.toArray(FilterOptions[]::new));
    }

    private static List<Path> contents(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted().toList();
        }
    }

    /** @return the bytes taken */
    private static long add(TarArchiveOutputStream tar, Path folder, Path path) throws IOException {
        String name = folder.getFileName().resolve(folder.relativize(path))
                + (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? "/" : "");
        if (Files.isSymbolicLink(path)) {
            TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
            link.setLinkName(Files.readSymbolicLink(path).toString());
            put(tar, link, 0777);
            return 0;
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        boolean executable = Files.isExecutable(path);
        if (Files.isDirectory(path)) {
            put(tar, entry, EXECUTABLE);
            return 0;
        }
        entry.setSize(Files.size(path));
        entry.setModTime(0);
        entry.setMode(executable ? EXECUTABLE : PLAIN);
        tar.putArchiveEntry(entry);
        long bytes = Files.copy(path, tar);
        tar.closeArchiveEntry();
        return bytes;
    }

    private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry, int mode) throws IOException {
        entry.setModTime(0);
        entry.setMode(mode);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }
}
