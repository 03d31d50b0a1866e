package io.soakline.launch.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.XZInputStream;

class ArchiveTest {

    private static final String LONG = "a-name-that-is-longer-than-what-the-first-tar-had-room-for-".repeat(3);

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path content;

    @BeforeEach
    void fill() throws IOException {
        content = folder.resolve("board");
        Files.createDirectories(content.resolve("bin"));
        Path script = Files.writeString(content.resolve("bin/run"), "#!/bin/sh\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Files.writeString(content.resolve("LICENSE"), "words");
        Files.writeString(content.resolve(LONG), "long");
        Files.createSymbolicLink(content.resolve("NOTICE"), Path.of("LICENSE"));
    }

    private Map<String, TarArchiveEntry> entries(InputStream compressed) throws IOException {
        Map<String, TarArchiveEntry> found = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(compressed)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                found.put(entry.getName(), entry);
                if (entry.getName().equals("board/LICENSE")) {
                    assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo("words");
                }
            }
        }
        return found;
    }

    private static void assertWhole(Map<String, TarArchiveEntry> found) {
        assertThat(found.keySet())
                .containsExactlyInAnyOrder(
                        "board/", "board/bin/", "board/bin/run", "board/LICENSE", "board/NOTICE", "board/" + LONG);
        assertThat(found.get("board/bin/run"))
                .satisfies(entry -> assertThat(entry.getMode() & 0777).isEqualTo(0755));
        assertThat(found.get("board/LICENSE"))
                .satisfies(entry -> assertThat(entry.getMode() & 0777).isEqualTo(0644));
        assertThat(found.get("board/NOTICE")).satisfies(entry -> {
            assertThat(entry.isSymbolicLink()).isTrue();
            assertThat(entry.getLinkName()).isEqualTo("LICENSE");
        });
    }

    @Test
    void write_givenXz_keepsModesLinksAndLongNames() throws Exception {
        for (Platform platform : Platform.values()) {
            Path target = folder.resolve(platform.word() + ".tar.xz");
            AtomicLong taken = new AtomicLong();

            Archive.write(content, target, platform, taken::set);

            try (InputStream in = new XZInputStream(Files.newInputStream(target))) {
                assertWhole(entries(in));
            }
            assertThat(taken.get()).isEqualTo("#!/bin/sh\nwordslong".length());
        }
    }

    @Test
    void write_givenGzip_replacesWhatWasThereAndLeavesNoPart() throws Exception {
        Path target = Files.writeString(folder.resolve("board.tar.gz"), "old");

        Archive.write(content, target, Platform.LINUX_ARM64, taken -> {});

        try (InputStream in = new GZIPInputStream(Files.newInputStream(target))) {
            assertWhole(entries(in));
        }
        assertThat(folder.resolve("board.tar.gz.part")).doesNotExist();
    }

    @Test
    void write_givenOtherTimesOfFiles_givesTheSameBytes() throws Exception {
        Path first = folder.resolve("first.tar.xz");
        Path second = folder.resolve("second.tar.xz");
        Archive.write(content, first, Platform.LINUX_X86_64, taken -> {});
        Files.setLastModifiedTime(content.resolve("LICENSE"), FileTime.fromMillis(1_234_567_000L));
        Archive.write(content, second, Platform.LINUX_X86_64, taken -> {});

        assertThat(first).hasSameBinaryContentAs(second);
    }
}
