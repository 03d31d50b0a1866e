package io.soakline.produce.tensorrt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuAuditTest {

    @TempDir
    Path folder;

    @Test
    void recordFile_givenThoseOfEarlierAttempts_isAnother() throws Exception {
        Path first = GpuAudit.recordFile(folder, "records-gpu0");
        assertThat(first).isEqualTo(folder.resolve("records-gpu0.ndjson.gz"));
        Files.createFile(first);
        Files.createFile(GpuAudit.recordFile(folder, "records-gpu0"));
        assertThat(GpuAudit.recordFile(folder, "records-gpu0")).isEqualTo(folder.resolve("records-gpu0-3.ndjson.gz"));
    }

    @Test
    void gpu_isTheFirstVisibleDevice() {
        assertThat(GpuAudit.gpu(null)).isZero();
        assertThat(GpuAudit.gpu("")).isZero();
        assertThat(GpuAudit.gpu("1")).isEqualTo(1);
        assertThat(GpuAudit.gpu(" 3,1")).isEqualTo(3);
        assertThat(GpuAudit.gpu("GPU-8932f937")).isZero();
    }

    @Test
    void quantiles_areThoseOfNearestRank() {
        LatencyList list = new LatencyList();
        assertThat(list.quantile(0.5)).isNaN();
        for (int i = 100; i >= 1; i--) {
            list.add(i);
        }
        assertThat(list.quantile(0)).isEqualTo(1);
        assertThat(list.quantile(0.5)).isEqualTo(50);
        assertThat(list.quantile(0.99)).isEqualTo(99);
        assertThat(list.quantile(1)).isEqualTo(100);
    }

    @Test
    void list_growsBeyondItsFirstSize() {
        LatencyList list = new LatencyList();
        for (int i = 0; i < 100_000; i++) {
            list.add(i);
        }
        assertThat(list.size()).isEqualTo(100_000);
        assertThat(list.quantile(1)).isEqualTo(99_999);
    }
}
