package io.soakline.launch.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleJarTest {

    @TempDir
    Path folder;

    private Path jar(List<String> entries) throws IOException {
        Path file = folder.resolve("library-1.0.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Multi-Release", "true");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (String entry : entries) {
                out.putNextEntry(new JarEntry(entry));
                out.write(("content of " + entry).getBytes(StandardCharsets.UTF_8));
                out.closeEntry();
            }
        }
        return file;
    }

    @Test
    void writeTo_givenJar_keepsWhatIsWantedAndNoSignature() throws Exception {
        Path source = jar(List.of("a/B.class", "linux/amd64/libx.so", "win/x86/x.dll", "META-INF/SIGNER.SF"));
        Path target = folder.resolve("out.jar");

        new BundleJar(source, Platform.LINUX_X86_64::uses).writeTo(target);

        try (JarFile written = new JarFile(target.toFile())) {
            assertThat(written.stream().map(JarEntry::getName))
                    .containsExactlyInAnyOrder("META-INF/MANIFEST.MF", "a/B.class", "linux/amd64/libx.so");
            assertThat(written.isMultiRelease()).isTrue();
            JarEntry entry = written.getJarEntry("a/B.class");
            assertThat(entry.getMethod()).isEqualTo(JarEntry.STORED);
            assertThat(written.getInputStream(entry).readAllBytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("content of a/B.class");
        }
    }

    @Test
    void writeTo_givenFolderOfClasses_makesAJarOfIt() throws Exception {
        Path classes = folder.resolve("classes");
        Files.createDirectories(classes.resolve("a"));
        Files.writeString(classes.resolve("a/B.class"), "bytes");
        Path target = folder.resolve("own.jar");

        BundleJar own = new BundleJar(classes, entry -> true);
        own.writeTo(target);

        assertThat(own.name()).isEqualTo("soakline-launcher.jar");
        try (JarFile written = new JarFile(target.toFile())) {
            assertThat(written.stream().map(JarEntry::getName)).containsExactly("a/B.class");
        }
    }
}
