package io.soakline.launch.bundle;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A jar for a bundle: without what is of no use there, and not compressed, because the archive's compression sees more of it
 * so. One input gives the same bytes at any time.
 *
 * @param file a jar, or a folder of classes
 * @param keep by the entry's name
 */
record BundleJar(Path file, Predicate<String> keep) {

    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** Name in the bundle. A folder of classes is the launcher's own: everything else comes packaged. */
    String name() {
        return Files.isDirectory(file) ? "soakline-launcher.jar" : String.valueOf(file.getFileName());
    }

    void writeTo(Path target) throws IOException {
        try (ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(target)))) {
            out.setMethod(ZipOutputStream.STORED);
            if (Files.isDirectory(file)) {
                copyFolder(out);
            } else {
                copyJar(out);
            }
        }
    }

    private void copyJar(ZipOutputStream out) throws IOException {
        Set<String> seen = new HashSet<>();
        try (ZipFile jar = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = jar.stream().toList();
            for (ZipEntry entry : entries) {
                String name = entry.getName();
                if (!entry.isDirectory() && !isSignature(name) && keep.test(name) && seen.add(name)) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        put(out, name, entry.getSize(), entry.getCrc(), in);
                    }
                }
            }
        }
    }

    private void copyFolder(ZipOutputStream out) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(file)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path one : files) {
            String name = file.relativize(one).toString();
            if (keep.test(name)) {
                byte[] bytes = Files.readAllBytes(one);
                CRC32 crc = new CRC32();
                crc.update(bytes);
                try (InputStream in = Files.newInputStream(one)) {
                    put(out, name, bytes.length, crc.getValue(), in);
                }
            }
        }
    }

    private static void put(ZipOutputStream out, String name, long size, long crc, InputStream in) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        entry.setTimeLocal(NO_TIME);
        out.putNextEntry(entry);
        in.transferTo(out);
        out.closeEntry();
    }

    /** Of a jar as it was. */
    private static boolean isSignature(String name) {
        return name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
    }
}
