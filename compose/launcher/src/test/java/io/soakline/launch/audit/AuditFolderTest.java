package io.soakline.launch.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.launch.LaunchException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFolderTest {

    @TempDir
    Path folder;

    private static SortedMap<String, String> plan(String builds) {
        return new TreeMap<>(Map.of("builds", builds, "model", "0123"));
    }

    @Test
    void read_givenAnotherPlan_saysWhatDiffersAndHowToStartAfresh() throws Exception {
        try (AuditFolder audit = AuditFolder.open(folder, false)) {
            audit.write(AuditState.of(plan("3")));

            assertThatThrownBy(() -> audit.read(plan("2")))
                    .isInstanceOf(LaunchException.class)
                    .hasMessage("the audit in " + folder + " has another plan (builds 3, now 2); repeat its arguments,"
                            + " choose another --data, or start afresh with --fresh");
            assertThat(audit.read(plan("3"))).isEqualTo(AuditState.of(plan("3")));
        }
    }

    @Test
    void open_givenFresh_forgetsTheStateAndTheLogAndNothingElse() throws Exception {
        Files.createDirectories(folder.resolve("kafka/data"));
        Files.writeString(folder.resolve("notes.txt"), "the user's own");
        try (AuditFolder audit = AuditFolder.open(folder, false)) {
            audit.write(AuditState.of(plan("3")));
        }
        try (AuditFolder audit = AuditFolder.open(folder, true)) {
            assertThat(audit.read(plan("2"))).isEqualTo(AuditState.of(plan("2")));
        }
        assertThat(folder.resolve("kafka")).doesNotExist();
        assertThat(folder.resolve("notes.txt")).exists();
    }

    @Test
    void open_givenAnAuditThatRunsThere_isRefused() throws Exception {
        try (AuditFolder audit = AuditFolder.open(folder, false)) {
            assertThat(audit.path()).isEqualTo(folder);
            assertThatThrownBy(() -> AuditFolder.open(folder, false))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("another audit runs in " + folder);
        }
        AuditFolder.open(folder, false).close();
    }

    @Test
    void read_givenHalfAStateOrALogWithoutOne_saysSo() throws Exception {
        try (AuditFolder audit = AuditFolder.open(folder, false)) {
            Files.writeString(folder.resolve(AuditFolder.STATE), "{\"version\": 1, \"plan\"");
            assertThatThrownBy(() -> audit.read(plan("2")))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("does not say how far the audit is")
                    .hasMessageEndingWith("start afresh with --fresh");
            Files.writeString(folder.resolve(AuditFolder.STATE), "{\"version\": 2}");
            assertThatThrownBy(() -> audit.read(plan("2")))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("start afresh with --fresh");
            Files.delete(folder.resolve(AuditFolder.STATE));
            Files.createDirectories(folder.resolve("kafka"));
            assertThatThrownBy(() -> audit.read(plan("2")))
                    .isInstanceOf(LaunchException.class)
                    .hasMessageContaining("holds a log that no audit wrote");
        }
    }

    @Test
    void difference_givenKeysOfOneSideOnly_namesThem() {
        assertThat(AuditFolder.difference(Map.of("a", "1"), Map.of("b", "2")))
                .isEqualTo("a 1, now not said; b not said, now 2");
        assertThat(AuditFolder.difference(Map.of("a", "1"), Map.of("a", "1"))).isEmpty();
    }
}
