package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TegrastatsLineTest {

    private static Map<TegrastatsLine.Key, Double> line(int jetPack, int index) throws TegrastatsLine.Fault {
        return TegrastatsLine.parse(Fixtures.tegrastats(jetPack).get(index));
    }

    private static Map.Entry<TegrastatsLine.Key, Double> value(String quantity, String sensor, double value) {
        return Map.entry(new TegrastatsLine.Key(quantity, sensor), value);
    }

    @Test
    void parse_givenJetPack4Nano_readsRailsWithoutUnitAndLoadWithoutClock() throws TegrastatsLine.Fault {
        assertThat(line(4, 0))
                .contains(
                        value("memoryUsedMebibytes", "ram", 702),
                        value("cpuUtilisationPercent", "cpu0", 3),
                        value("frequencyMegahertz", "cpu3", 102),
                        value("gpuUtilisationPercent", "gpu", 0),
                        value("frequencyMegahertz", "gpu", Double.NaN),
                        value("temperatureCelsius", "thermal", 40.75),
                        value("powerMilliwatts", "POM_5V_IN", 912),
                        value("powerMilliwatts", "POM_5V_CPU", 124));
    }

    @Test
    void parse_givenJetPack4Tx1AndTx2_readsIramOffCoresAndPassesOverTheScheduler() throws TegrastatsLine.Fault {
        assertThat(line(4, 1))
                .contains(
                        value("memoryUsedMebibytes", "iram", 0),
                        value("frequencyMegahertz", "gpu", 76),
                        value("memoryUtilisationPercent", "emc", 6),
                        value("frequencyMegahertz", "ape", 25),
                        value("powerMilliwatts", "VDD_GPU", 18));
        assertThat(line(4, 2))
                .contains(
                        value("cpuUtilisationPercent", "cpu1", Double.NaN),
                        value("cpuUtilisationPercent", "cpu5", 8),
                        value("powerMilliwatts", "VDD_SYS_DDR", 1242))
                .doesNotContainKeys(
                        new TegrastatsLine.Key("engineUtilisationPercent", "fg"),
                        new TegrastatsLine.Key("engineUtilisationPercent", "mts"));
    }

    @Test
    void parse_givenJetPack5_readsRailsInMilliwattsAndClocksInBrackets() throws TegrastatsLine.Fault {
        assertThat(line(5, 0))
                .contains(
                        value("gpuUtilisationPercent", "gpu", 7),
                        value("frequencyMegahertz", "gpu", 114),
                        value("frequencyMegahertz", "vic", 115),
                        value("temperatureCelsius", "AUX", 45),
                        value("powerMilliwatts", "VDD_IN", 2763),
                        value("cpuUtilisationPercent", "cpu3", Double.NaN));
    }

    @Test
    void parse_givenJetPack6_readsEachClusterAndLeavesUnpoweredSensorsWithoutValue() throws TegrastatsLine.Fault {
        assertThat(line(6, 0))
                .contains(
                        value("frequencyMegahertz", "gpu", 611),
                        value("frequencyMegahertz", "gpu-1", 0),
                        value("engineUtilisationPercent", "nvenc", 79),
                        value("frequencyMegahertz", "nvenc", 166),
                        value("engineUtilisationPercent", "nvdec", Double.NaN),
                        value("temperatureCelsius", "CV0", Double.NaN),
                        value("powerMilliwatts", "VDD_GPU_SOC", 2412))
                .doesNotContainKey(new TegrastatsLine.Key("powerMilliwatts", "NC"));
        assertThat(line(6, 1)).contains(value("powerMilliwatts", "VDD_IN", 16321));
    }

    @Test
    void parse_givenJetPack7_readsRailsOfThreeValuesAndClocksWithoutLoad() throws TegrastatsLine.Fault {
        assertThat(line(7, 0))
                .contains(
                        value("gpuUtilisationPercent", "gpu", 12),
                        value("frequencyMegahertz", "gpu-1", 1300),
                        value("temperatureCelsius", "tj", 53.5),
                        value("powerMilliwatts", "VIN_SYS_5V0", 4707));
        assertThat(line(7, 1))
                .contains(
                        value("cpuUtilisationPercent", "cpu1", 5),
                        value("frequencyMegahertz", "cpu1", 2601),
                        value("cpuUtilisationPercent", "cpu2", Double.NaN),
                        value("gpuUtilisationPercent", "gpu", Double.NaN),
                        value("frequencyMegahertz", "gpu-2", 1574),
                        value("frequencyMegahertz", "emc", 4266),
                        value("powerMilliwatts", "VIN", 28906));
        assertThat(line(7, 2))
                .contains(value("gpuUtilisationPercent", "gpu", 87), value("frequencyMegahertz", "nvenc0", 1691));
    }

    @Test
    void parse_givenLineOfAnotherProgram_isAFault() {
        for (String line :
                List.of("", "   ", "command not found", "a".repeat(5000), "RAM lots", "CPU [", "@C", "GPU@C")) {
            assertThatThrownBy(() -> TegrastatsLine.parse(line)).isInstanceOf(TegrastatsLine.Fault.class);
        }
    }

    @Test
    void parse_givenDamagedLines_neverThrowsAnythingButItsFault() {
        long seed = 20261128;
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        for (int jetPack = Fixtures.OLDEST_JETPACK; jetPack <= Fixtures.NEWEST_JETPACK; jetPack++) {
            lines.addAll(Fixtures.tegrastats(jetPack));
        }
        String alphabet = "0123456789%@[],/().-CmWMBk _ offNa\u0000\u00e9\ud83d";
        int faults = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder line = new StringBuilder(lines.get(random.nextInt(lines.size())));
            for (int edits = 1 + random.nextInt(40); edits > 0 && !line.isEmpty(); edits--) {
                int at = random.nextInt(line.length());
                switch (random.nextInt(4)) {
                    case 0 -> line.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 1 -> line.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    case 2 -> line.delete(at, Math.min(line.length(), at + 1 + random.nextInt(12)));
                    default -> line.setLength(at);
                }
            }
            try {
                assertThat(TegrastatsLine.parse(line.toString())).isNotEmpty();
            } catch (TegrastatsLine.Fault e) {
                faults++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round + ": " + line, e);
            }
        }
        assertThat(faults).isPositive().isLessThan(20_000);
    }
}
