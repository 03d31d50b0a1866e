package io.soakline.produce.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Holds with a GPU and without one. */
class NvmlProviderTest {

    private final NvmlProvider provider = new NvmlProvider();

    @Test
    void reasonWhyNone_isOneLineExactlyWhereNothingOpens() {
        List<DeviceSampler> samplers = provider.open();
        samplers.forEach(DeviceSampler::close);
        assertThat(provider.reasonWhyNone().isEmpty()).isEqualTo(!samplers.isEmpty());
        assertThat(provider.reasonWhyNone()).doesNotContain("\n");
    }

    @Test
    void numbered_keepsTheFirstDevicesNamesAndTellsTheOthersApart() {
        Map<String, String> facts = Map.of("gpu", "a name", "gpuMultiprocessors", "132", "cudaDriver", "13.0");
        assertThat(NvmlProvider.numbered(facts, 0))
                .isEqualTo(Map.of("gpuMultiprocessors", "132", "cudaDriver", "13.0"));
        assertThat(NvmlProvider.numbered(facts, 1))
                .isEqualTo(Map.of("gpu1Multiprocessors", "132", "cudaDriver", "13.0"));
    }

    @Test
    void all_findsNvmlBesideJetson() {
        assertThat(DeviceSamplerProvider.all())
                .extracting(DeviceSamplerProvider::name)
                .containsExactlyInAnyOrder("jetson", "nvml");
    }
}
