package io.soakline.produce.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import java.util.List;
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
    void all_findsNvmlBesideJetson() {
        assertThat(DeviceSamplerProvider.all())
                .extracting(DeviceSamplerProvider::name)
                .containsExactlyInAnyOrder("jetson", "nvml");
    }
}
