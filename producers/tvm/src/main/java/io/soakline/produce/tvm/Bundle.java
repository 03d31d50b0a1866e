package io.soakline.produce.tvm;

import io.soakline.produce.engine.ContentDigest;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.DoubleConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * Native files out of the jars on the class path, in a folder of the cache: the libraries that running an engine
 * needs, and the Python, TVM and LLVM that compiling one needs.
 *
 * <p>JavaCPP's own loader is not used: it keeps twice as much, among it a C compiler, and its way of loading would put
 * LLVM into this process. A folder is unpacked beside its place and moved there when complete, so it is whole or absent.
 */
final class Bundle {

    private final Path folder;

    private Bundle(Path folder) {
        this.folder = folder;
    }

    /** Of TVM itself, for example {@code 0.18.0}. */
    static String tvmVersion() throws EngineException {
        String version = presetVersion();
        return version.substring(0, version.indexOf('-'));
    }

    /** The part below {@code cache}, unpacked now if it was not; {@code progress} is told the share that is done. */
    static Bundle unpack(BundlePart part, Path cache, DoubleConsumer progress) throws EngineException {
        HostCpu.requireSupported();
        Path folder = place(part, cache);
        if (!Files.isDirectory(folder)) {
            try {
                unpackOnce(part, folder, progress);
            } catch (IOException e) {
                throw new EngineException(
                        "cannot unpack TVM into " + folder + ": " + reason(e)
                                + "; it needs " + part.megabytes()
                                + " MB in a folder that can be written to: choose another cache folder (XDG_CACHE_HOME)",
                        e);
            }
        }
        return new Bundle(folder);
    }

    /** The part if it lies below {@code cache} already, else null. */
    static @Nullable Bundle find(BundlePart part, Path cache) throws EngineException {
        Path folder = place(part, cache);
        return Files.isDirectory(folder) ? new Bundle(folder) : null;
    }

    /** Names everything that is in these parts: another version of any jar gives another identity. */
    static String identity(BundlePart... parts) throws EngineException {
        StringBuilder identity = new StringBuilder();
        for (BundlePart part : parts) {
            identity.append(place(part, Path.of(""))).append(' ');
        }
        return identity.toString();
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    Path folder() {
        return folder;
    }

    private static Path place(BundlePart part, Path cache) throws EngineException {
        StringBuilder content = new StringBuilder();
        for (BundlePart.Source source : part.sources()) {
            Path jar = jarOf(source);
            try {
                content.append(jar.getFileName())
                        .append(Files.size(jar))
                        .append(source.prefix())
                        .append(source.to());
            } catch (IOException e) {
                throw new EngineException("cannot read " + jar + ": " + reason(e) + "; build Soakline again", e);
            }
        }
        String digest = ContentDigest.ofText(content.toString()).substring(0, 8);
        return cache.resolve(part.folder() + "-" + presetVersion() + "-" + digest);
    }

    private static String presetVersion() throws EngineException {
        Properties properties = new Properties();
        try (InputStream in = Bundle.class.getResourceAsStream("/META-INF/maven/org.bytedeco/tvm/pom.properties")) {
            if (in == null) {
                throw new EngineException("TVM is not on the class path; build Soakline again");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new EngineException("cannot read TVM's jar: " + reason(e) + "; build Soakline again", e);
        }
        return properties.getProperty("version", "unknown-");
    }

    private static Path jarOf(BundlePart.Source source) throws EngineException {
        String resource = source.prefix();
        URL url = Bundle.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new EngineException(resource + " is not on the class path; build Soakline again on Linux x86-64");
        }
        try {
            URLConnection connection = url.openConnection();
            if (connection instanceof JarURLConnection inJar) {
                return Path.of(inJar.getJarFileURL().toURI());
            }
        } catch (IOException | java.net.URISyntaxException e) {
            throw new EngineException("cannot open " + url + ": " + e.getMessage() + "; build Soakline again", e);
        }
        throw new EngineException(url + " is not in a jar; start Soakline from its packaged modules");
    }

    // One at a time in this process (synchronized) and on this host (lock), so that nobody unpacks in vain.
    private static synchronized void unpackOnce(BundlePart part, Path folder, DoubleConsumer progress)
            throws IOException, EngineException {
        Files.createDirectories(folder.toAbsolutePath().getParent());
        Path lockFile = folder.resolveSibling(folder.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // until the channel is closed
            if (Files.isDirectory(folder)) {
                return;
            }
            Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
            Folders.delete(partial); // of a process that was killed: we hold the lock, so nobody writes there
            unpackAll(part, partial, progress);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private static void unpackAll(BundlePart part, Path folder, DoubleConsumer progress)
            throws IOException, EngineException {
        Map<Path, List<BundlePart.Source>> byJar = new LinkedHashMap<>();
        for (BundlePart.Source source : part.sources()) {
            byJar.computeIfAbsent(jarOf(source), jar -> new ArrayList<>()).add(source);
        }
        int done = 0;
        for (Map.Entry<Path, List<BundlePart.Source>> entry : byJar.entrySet()) {
            try (JarFile jar = new JarFile(entry.getKey().toFile())) {
                for (BundlePart.Source source : entry.getValue()) {
                    unpackSource(jar, source, folder);
                }
            }
            done++;
            progress.accept(done / (double) byJar.size());
        }
    }

    private static void unpackSource(JarFile jar, BundlePart.Source source, Path folder) throws IOException {
        String prefix = source.prefix();
        for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            String name = entry.getName();
            if (entry.isDirectory() || !(prefix.endsWith("/") ? name.startsWith(prefix) : name.equals(prefix))) {
                continue;
            }
            String rest = name.substring(prefix.length());
            if (!source.needed().test(rest)) {
                continue;
            }
            Path file = folder.resolve(source.to() + rest).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("entry " + name + " of " + jar.getName() + " points out of the folder");
            }
            Files.createDirectories(file.getParent());
            try (InputStream in = jar.getInputStream(entry);
                    OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
                in.transferTo(out);
            }
            if (source.to().equals("ld.lld") || rest.startsWith("bin/")) {
                Files.setPosixFilePermissions(
                        file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static String reason(IOException e) {
        return Folders.reason(e);
    }
}
