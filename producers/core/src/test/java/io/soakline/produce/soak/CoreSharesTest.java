package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoreSharesTest {

    @TempDir
    Path root;

    private void file(String path, String contents) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, contents + "\n");
    }

    @Test
    void shares_areThoseOfTheGivenCoresAlone() throws IOException {
        file("proc/stat", "cpu  1 0 0 0 0 0 0 0\ncpu0 10 0 0 10 0 0 0 0 0 0\ncpu1 10 0 0 10 0 0 0 0 0 0\nintr 5");
        file("sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "2600000");
        try (CoreShares shares = new CoreShares(Affinity.cores("1"), root)) {
            shares.read();
            assertThat(shares.stealPercent()).as("no tick passed").isNaN();
            file("proc/stat", "cpu  1 0 0 0 0 0 0 0\ncpu0 10 0 0 10 0 0 0 90 0 0\ncpu1 16 0 0 10 0 1 2 1 0 0\nintr 5");
            shares.read();
            assertThat(shares.stealPercent()).isCloseTo(10, within(1e-9));
            assertThat(shares.interruptPercent()).isCloseTo(30, within(1e-9));
            assertThat(shares.clockMegahertz()).isEqualTo(2600);
        }
    }

    @Test
    void shares_givenNoProc_areNan() {
        try (CoreShares shares = new CoreShares(Affinity.cores("0"), root)) {
            shares.read();
            assertThat(shares.stealPercent()).isNaN();
            assertThat(shares.clockMegahertz()).isNaN();
        }
    }
}
