package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Loads TVM4J, and the package {@code graph} that calls it, so that TVM4J finds its native library.
 *
 * <p>TVM4J asks for a library "tvm4j", which the bundle has under another name. Only a class loader, or the JVM flag
 * {@code java.library.path}, can say where it is; the loader needs no flag. A native library belongs to one loader, so
 * there is one of these for the process.
 */
final class TvmClassLoader extends ClassLoader {

    private static final String TVM4J = "org.apache.tvm.";
    private static final String GRAPH = "io.soakline.produce.tvm.graph.";
    private static final String ENGINE = GRAPH + "TvmEngine";
    private static @Nullable TvmClassLoader instance;

    static {
        registerAsParallelCapable();
    }

    private final Path libraries;

    private TvmClassLoader(Path libraries) {
        super("tvm4j", TvmClassLoader.class.getClassLoader());
        this.libraries = libraries;
    }

    /**
     * Opens an engine on the libraries in that folder; once opened, the process stays with that folder.
     *
     * @param cuda what those libraries are linked with; null when they know the processor only
     */
    static synchronized InferenceEngine open(
            Path libraries, @Nullable CudaLibraries cuda, Path directory, EngineManifest manifest, int threads)
            throws EngineException {
        try {
            TvmClassLoader loader = instance;
            if (loader == null) {
                if (cuda != null) {
                    cuda.load();
                }
                loader = new TvmClassLoader(libraries);
                loader.initialise();
                instance = loader;
            }
            return (InferenceEngine) loader.loadClass(ENGINE)
                    .getMethod(
                            "open", EngineManifest.class, Path.class, Path.class, Path.class, int.class, boolean.class)
                    .invoke(
                            null,
                            manifest,
                            directory.resolve(EngineFiles.LIBRARY),
                            directory.resolve(EngineFiles.GRAPH),
                            directory.resolve(EngineFiles.PARAMETERS),
                            threads,
                            TvmTarget.isCuda(manifest.target()));
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            if (cause instanceof EngineException inEngine) {
                throw inEngine;
            }
            throw new EngineException(
                    "TVM cannot open " + directory + ": " + cause + "; build the engine again", cause);
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new EngineException(
                    "TVM's libraries in " + libraries + " cannot be loaded: " + reason
                            + "; delete that folder, it is unpacked anew, and see that libstdc++.so.6 is installed",
                    e);
        }
    }

    private void initialise() throws ClassNotFoundException {
        System.setProperty(
                "libtvm.so.path", libraries.resolve("libtvm_runtime.so").toString());
        loadUnreached();
        // TVM4J reports every step of a normal start on the error stream.
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Class.forName(TVM4J + "Base", true, this);
        } catch (LinkageError e) {
            err.print(said.toString(StandardCharsets.UTF_8));
            throw e;
        } finally {
            System.setErr(err);
        }
    }

    /** The one library of the bundle whose user, libgfortran, does not look for it beside itself but in the system. */
    private void loadUnreached() {
        Path library = libraries.resolve("libquadmath.so.0");
        if (Files.exists(library)) {
            System.load(library.toString());
        }
    }

    @Override
    protected @Nullable String findLibrary(String name) {
        // Its neighbours are found beside it: every library of the bundle but one looks in its own folder.
        return name.equals("tvm4j") ? libraries.resolve("libjnitvm_runtime.so").toString() : null;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(TVM4J) && !name.startsWith(GRAPH)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
