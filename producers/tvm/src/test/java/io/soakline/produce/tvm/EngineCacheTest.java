package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineCacheTest {

    @TempDir
    private Path folder;

    @Test
    void begin_deletesWhatKilledBuildsLeftAndNothingYounger() throws Exception {
        Path old = Files.createDirectory(folder.resolve(".building-old"));
        Files.writeString(old.resolve("lib.so"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        Path young = Files.createDirectory(folder.resolve(".building-young"));
        assertThat(new EngineCache(folder).begin("key")).isEmptyDirectory();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    /** A link to nothing is listed and has no age, as a folder that another builder has moved since it was listed. */
    @Test
    void begin_givenFolderThatIsGoneMeanwhile_goesOn() throws Exception {
        Files.createSymbolicLink(folder.resolve(".building-gone"), folder.resolve("nowhere"));
        assertThat(new EngineCache(folder).begin("key")).isEmptyDirectory();
    }
}
