package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TegrastatsSamplerTest {

    private static final long SECOND = 1_000_000_000L;

    private final AtomicBoolean ended = new AtomicBoolean();

    private TegrastatsSampler sampler(String lines) throws IOException {
        return TegrastatsSampler.read(
                new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), () -> ended.set(true), () -> SECOND);
    }

    private static double value(TegrastatsSampler sampler, double[] sample, String quantity, String sensor) {
        for (int i = 0; i < sampler.describe().size(); i++) {
            Channel channel = sampler.describe().get(i);
            if (channel.quantity().equals(quantity) && channel.sensor().equals(sensor)) {
                return sample[i];
            }
        }
        throw new AssertionError("no channel " + quantity + " at " + sensor + " in " + sampler.describe());
    }

    @Test
    void sample_isTheLatestLineWithItsAge() throws IOException {
        TegrastatsSampler sampler = sampler("VDD_IN 2763mW/2846mW GPU@41C\n");
        double[] sample = sampler.sample(SECOND + SECOND / 4);
        assertThat(value(sampler, sample, "powerMilliwatts", "VDD_IN")).isEqualTo(2763);
        assertThat(value(sampler, sample, "temperatureCelsius", "GPU")).isEqualTo(41);
        assertThat(value(sampler, sample, "valueAgeMilliseconds", "tegrastats")).isEqualTo(250);
        assertThat(sampler.check().good()).isTrue();
    }

    @Test
    void sample_givenNoNewLineForLong_isNanAndNotTheLastValue() throws IOException {
        TegrastatsSampler sampler = sampler("VDD_IN 2763mW/2846mW\n");
        assertThat(value(sampler, sampler.sample(5 * SECOND), "powerMilliwatts", "VDD_IN"))
                .isNaN();
    }

    @Test
    void sample_countsLinesThatCannotBeRead() throws IOException {
        // The unreadable ones come first, so that they are counted by the time the first readable one is here.
        TegrastatsSampler sampler = sampler("no such line\n" + "x".repeat(100_000) + "\nVDD_IN 1mW/1mW");
        assertThat(value(sampler, sampler.sample(SECOND), "unreadableLines", "tegrastats"))
                .isEqualTo(2);
    }

    @Test
    void read_givenNoReadableLine_saysSoAndEndsTheTool() {
        assertThatThrownBy(() -> sampler("unknown option --interval\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no line of tegrastats");
        assertThat(ended).isTrue();
    }

    @Test
    void close_endsTheTool() throws IOException {
        sampler("VDD_IN 1mW/1mW").close();
        assertThat(ended).isTrue();
    }
}
