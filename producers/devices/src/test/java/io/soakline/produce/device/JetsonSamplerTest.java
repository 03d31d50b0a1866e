package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JetsonSamplerTest {

    @TempDir
    Path root;

    private static int indexOf(DeviceSampler sampler, String quantity, String sensor) {
        for (int i = 0; i < sampler.describe().size(); i++) {
            Channel channel = sampler.describe().get(i);
            if (channel.quantity().equals(quantity) && channel.sensor().equals(sensor)) {
                return i;
            }
        }
        throw new AssertionError("no channel " + quantity + " at " + sensor + " in " + sampler.describe());
    }

    private static double value(DeviceSampler sampler, String quantity, String sensor) {
        return sampler.sample(0)[indexOf(sampler, quantity, sensor)];
    }

    @Test
    void rails_givenHwmon_multiplyVoltageAndCurrentAndKnowTheirWindow() throws IOException {
        JetsonTree.orin(root);
        JetsonSampler sampler = new JetsonSampler(root);
        assertThat(value(sampler, "voltageMillivolts", "VDD_GPU_SOC")).isEqualTo(19_000);
        assertThat(value(sampler, "currentMilliamperes", "VDD_GPU_SOC")).isEqualTo(500);
        assertThat(value(sampler, "powerMilliwatts", "VDD_GPU_SOC")).isEqualTo(9_500);
        assertThat(sampler.describe()
                        .get(indexOf(sampler, "powerMilliwatts", "VDD_GPU_SOC"))
                        .averagingNanos())
                .isEqualTo(2_000_000);
    }

    @Test
    void rails_givenSwitchedOffOrUnconnected_areNotOfferedOrLeftOut() throws IOException {
        JetsonTree.orin(root);
        JetsonSampler sampler = new JetsonSampler(root);
        assertThat(sampler.describe()
                        .get(indexOf(sampler, "powerMilliwatts", "VIN_SYS_5V0"))
                        .notOffered())
                .contains("switched off");
        assertThat(value(sampler, "powerMilliwatts", "VIN_SYS_5V0")).isNaN();
        assertThat(sampler.describe()).noneMatch(channel -> channel.sensor().equals("NC"));
    }

    @Test
    void rails_givenIio_areReadAsTheDriverGivesThem() throws IOException {
        JetsonTree.nano(root);
        JetsonSampler sampler = new JetsonSampler(root);
        assertThat(value(sampler, "powerMilliwatts", "POM_5V_IN")).isEqualTo(2116);
        assertThat(value(sampler, "voltageMillivolts", "POM_5V_IN")).isEqualTo(5040);
        assertThat(value(sampler, "gpuUtilisationPercent", "gpu")).isEqualTo(12);
        assertThat(sampler.describe()
                        .get(indexOf(sampler, "frequencyMegahertz", "emc"))
                        .notOffered())
                .contains("only root");
    }

    @Test
    void clocksLoadHeatAndMode_areRead() throws IOException {
        HostTree tree = JetsonTree.orin(root);
        JetsonSampler sampler = new JetsonSampler(root);
        assertThat(value(sampler, "gpuUtilisationPercent", "gpu")).isEqualTo(37.5);
        assertThat(value(sampler, "frequencyMegahertz", "gpu")).isEqualTo(612);
        assertThat(value(sampler, "frequencyMegahertz", "emc")).isEqualTo(3199);
        assertThat(value(sampler, "temperatureCelsius", "cpu-thermal/0")).isEqualTo(49.062);
        assertThat(value(sampler, "nvpmodelMode", "board")).isEqualTo(2);
        assertThat(value(sampler, "clocksLocked", "board")).isZero();
        JetsonTree.clocks(tree, "sys/class/devfreq/17000000.gpu/", 1_300_500_000, 1_300_500_000);
        assertThat(value(new JetsonSampler(root), "clocksLocked", "board")).isEqualTo(1);
    }

    @Test
    void provider_givenOrin_opensTheFilesAndTellsItsFacts() throws IOException {
        JetsonTree.orin(root);
        JetsonProvider provider = new JetsonProvider(root);
        assertThat(provider.reasonWhyNone()).isEmpty();
        assertThat(provider.open())
                .singleElement()
                .satisfies(sampler -> assertThat(sampler.name()).isEqualTo("jetson"));
        assertThat(provider.facts())
                .containsEntry("jetsonModel", "NVIDIA Jetson AGX Orin Developer Kit")
                .containsEntry("jetsonLinux", "R36.4.4")
                .containsEntry("jetPack", "6")
                .containsEntry("powerMode", "MODE_30W (2)")
                .containsEntry("jetsonClocks", "off: clocks may move")
                .hasEntrySatisfying("tegrastats", where -> assertThat(where).startsWith("not offered"));
    }

    @Test
    @Timeout(30)
    void provider_givenTools_asksThem() throws IOException {
        JetsonTree.nano(root);
        JetsonTree.tool(root, "nvpmodel", "echo 'NV Power Mode: MAXN'; echo 0");
        JetsonTree.tool(root, "tegrastats", "echo '" + Fixtures.tegrastats(4).get(0) + "'; exec cat");
        JetsonProvider provider = new JetsonProvider(root);
        assertThat(provider.facts()).containsEntry("powerMode", "MAXN (0)").containsEntry("jetPack", "4");
        List<DeviceSampler> samplers = provider.open();
        assertThat(samplers).extracting(DeviceSampler::name).containsExactly("jetson", "tegrastats");
        assertThat(samplers.get(1).describe())
                .anyMatch(channel -> channel.sensor().equals("POM_5V_CPU"));
        samplers.forEach(DeviceSampler::close);
    }

    @Test
    void provider_givenToolsThatFail_saysWhatIsNotOffered() throws IOException {
        JetsonTree.nano(root);
        JetsonTree.tool(root, "nvpmodel", "exit 1");
        JetsonTree.tool(root, "tegrastats", "echo usage");
        JetsonProvider provider = new JetsonProvider(root);
        assertThat(provider.facts())
                .hasEntrySatisfying("powerMode", mode -> assertThat(mode).contains("does not answer"));
        assertThat(provider.open())
                .singleElement()
                .satisfies(sampler -> assertThat(sampler.name()).isEqualTo("jetson"));
    }

    @Test
    void provider_givenAnotherHost_isSilentAndSaysWhy() throws IOException {
        HostTree.workstation(root);
        JetsonProvider provider = new JetsonProvider(root);
        assertThat(provider.reasonWhyNone()).startsWith("not a Jetson");
        assertThat(provider.open()).isEmpty();
        assertThat(provider.facts()).isEmpty();
    }

    @Test
    void all_findsTheProviderOfThisModule() {
        assertThat(DeviceSamplerProvider.all())
                .extracting(DeviceSamplerProvider::name)
                .contains("jetson");
    }
}
