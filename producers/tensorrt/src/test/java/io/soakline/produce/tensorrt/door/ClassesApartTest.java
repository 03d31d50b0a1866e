package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** NVIDIA's presets and what calls them in a class loader of their own, below the one of everything else: as {@code sample} has it. */
class ClassesApartTest {

    private static final String ONLY_GLUE = "org.bytedeco.javacpp.loadlibraries";
    private static final String UNPACKED = "org.bytedeco.javacpp.cachedir";

    /** Not deleted: a library stays mapped while its loader lives. */
    @TempDir(cleanup = CleanupMode.NEVER)
    Path unpacked;

    private static URL[] classPath(boolean ofPresets) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            boolean presets = entry.contains("bytedeco") || entry.contains("producers" + File.separator + "tensorrt");
            if (presets == ofPresets) {
                urls.add(new File(entry).toURI().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    void loadGlue_givenPresetsInALoaderOfTheirOwn_bindsItToThem() throws Exception {
        System.setProperty(ONLY_GLUE, "false");
        System.setProperty(UNPACKED, unpacked.toString());
        try (URLClassLoader rest = new URLClassLoader(classPath(false), ClassLoader.getPlatformClassLoader());
                URLClassLoader apart = new URLClassLoader(classPath(true), rest)) {
            Class<?> door = apart.loadClass(NativeLibraries.class.getName());
            assertThat(door.getClassLoader()).isSameAs(apart);
            assertThat(apart.loadClass("io.soakline.produce.engine.LibraryFolders")
                            .getClassLoader())
                    .isSameAs(rest);
            Method loadGlue = door.getDeclaredMethod("loadGlue", String.class, String.class);
            loadGlue.setAccessible(true);
            loadGlue.invoke(null, "javacpp", "jnijavacpp");

            Class<?> type = apart.loadClass("org.bytedeco.javacpp.BytePointer");
            Object pointer = type.getConstructor(long.class).newInstance(16L);
            type.getMethod("putLong", long.class).invoke(pointer, 42L);
            assertThat(type.getMethod("getLong").invoke(pointer)).isEqualTo(42L);
            type.getMethod("close").invoke(pointer);
        } finally {
            System.clearProperty(ONLY_GLUE);
            System.clearProperty(UNPACKED);
        }
    }
}
