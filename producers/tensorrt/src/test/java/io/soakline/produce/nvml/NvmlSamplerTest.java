package io.soakline.produce.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.device.Channel;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class NvmlSamplerTest {

    private static final class Recorded implements Nvml {

        private final Map<NvmlQuantity, Answer> answers = new EnumMap<>(NvmlQuantity.class);

        Recorded() {
            for (NvmlQuantity quantity : NvmlQuantity.values()) {
                answers.put(quantity, Answer.of(1));
            }
        }

        @Override
        public String description() {
            return "recorded";
        }

        @Override
        public String bus() {
            return "0000:0f:00.0";
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        private final Map<NvmlQuantity, Integer> reads = new EnumMap<>(NvmlQuantity.class);

        @Override
        public Answer read(NvmlQuantity quantity) {
            reads.merge(quantity, 1, Integer::sum);
            return Objects.requireNonNull(answers.get(quantity));
        }

        @Override
        public PowerHistory powerHistory(long afterMicros) {
            throw new AssertionError("not of this sampler");
        }

        @Override
        public void close() {}
    }

    private static NvmlSampler sampler(Nvml nvml) {
        return new NvmlSampler(nvml, 0, reading -> 0);
    }

    private static double value(NvmlSampler sampler, double[] sample, String quantity, String sensor) {
        List<Channel> channels = sampler.describe();
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).quantity().equals(quantity)
                    && channels.get(i).sensor().equals(sensor)) {
                return sample[i];
            }
        }
        throw new AssertionError(quantity + " of " + sensor + " is no channel");
    }

    @Test
    void sample_givenCounterReset_goesOnAndOpensAnEpoch() {
        Recorded nvml = new Recorded();
        NvmlSampler sampler = sampler(nvml);
        double[] raw = {100, 150, 20, 30};
        double[] expected = {100, 150, 170, 180};
        double[] epochs = {0, 0, 1, 1};
        for (int i = 0; i < raw.length; i++) {
            nvml.answers.put(NvmlQuantity.ENERGY, Nvml.Answer.of(raw[i]));
            double[] sample = sampler.sample(50_000_000L * i);
            assertThat(value(sampler, sample, "energyJoules", "board")).isEqualTo(expected[i]);
            assertThat(value(sampler, sample, "energyEpoch", "board")).isEqualTo(epochs[i]);
        }
    }

    @Test
    void sample_givenWhatChangesRarely_asksForItOnceASecondAndRepeatsIt() {
        Recorded nvml = new Recorded();
        NvmlSampler sampler = sampler(nvml);
        nvml.reads.clear();
        for (int i = 0; i < 40; i++) {
            nvml.answers.put(NvmlQuantity.TEMPERATURE, Nvml.Answer.of(30 + i));
            double[] sample = sampler.sample(50_000_000L * i);
            assertThat(value(sampler, sample, "temperatureCelsius", "gpu")).isEqualTo(i < 20 ? 30 : 50);
        }
        assertThat(nvml.reads).containsEntry(NvmlQuantity.ENERGY, 40);
        assertThat(nvml.reads).containsEntry(NvmlQuantity.TEMPERATURE, 2);
        assertThat(nvml.reads.values().stream().mapToInt(Integer::intValue).sum())
                .as("instead of 600")
                .isEqualTo(6 * 40 + 7 * 2 + 2);
    }

    @Test
    void sample_givenAHundredTimesASecond_asksForPowerFourTimesAsOftenAsItIsRenewedAndForClocksEachTime() {
        Recorded nvml = new Recorded();
        NvmlSampler sampler = sampler(nvml);
        nvml.reads.clear();
        for (int i = 0; i < 100; i++) {
            sampler.sample(10_000_000L * i);
        }
        assertThat(nvml.reads)
                .containsEntry(NvmlQuantity.SM_CLOCK, 100)
                .containsEntry(NvmlQuantity.CLOCK_EVENT_REASONS, 100)
                .containsEntry(NvmlQuantity.POWER_INSTANT, 34)
                .containsEntry(NvmlQuantity.UTILISATION, 34);
    }

    @Test
    void sample_givenACostlyReading_takesItLessOftenAndSaysSo() {
        Recorded nvml = new Recorded();
        NvmlSampler sampler = new NvmlSampler(nvml, 0, reading -> {
            int before = nvml.reads.getOrDefault(NvmlQuantity.ENERGY, 0);
            reading.run();
            return nvml.reads.getOrDefault(NvmlQuantity.ENERGY, 0) > before ? 4_000_000 : 0;
        });
        nvml.reads.clear();
        for (int i = 0; i < 40; i++) {
            sampler.sample(50_000_000L * i);
        }
        assertThat(nvml.reads).containsEntry(NvmlQuantity.ENERGY, 2).containsEntry(NvmlQuantity.POWER_INSTANT, 40);
        assertThat(sampler.check().message())
                .endsWith("; energyJoules of board every 1.33 s, since a reading takes 4.00 ms of a core");
    }

    @Test
    void sample_saysHowLongAgoAValueChanged() {
        Recorded nvml = new Recorded();
        NvmlSampler sampler = sampler(nvml);
        String sensor = "powerMilliwatts/board-instant";
        assertThat(value(sampler, sampler.sample(100_000_000), "valueAgeMilliseconds", sensor))
                .isNaN();
        nvml.answers.put(NvmlQuantity.POWER_INSTANT, Nvml.Answer.of(2));
        assertThat(value(sampler, sampler.sample(150_000_000), "valueAgeMilliseconds", sensor))
                .isZero();
        assertThat(value(sampler, sampler.sample(153_000_000), "valueAgeMilliseconds", sensor))
                .isEqualTo(3);
    }

    @Test
    void describe_givenRefusal_isNotOfferedWithItsReason() {
        Recorded nvml = new Recorded();
        nvml.answers.put(NvmlQuantity.MEMORY_TEMPERATURE, Nvml.Answer.refused("Not Supported"));
        NvmlSampler sampler = sampler(nvml);
        assertThat(sampler.describe())
                .filteredOn(c -> !c.offered())
                .singleElement()
                .satisfies(c -> {
                    assertThat(c.sensor()).isEqualTo("memory");
                    assertThat(c.notOffered()).isEqualTo("Not Supported");
                });
        assertThat(value(sampler, sampler.sample(1), "temperatureCelsius", "memory"))
                .isNaN();
    }

    @Test
    void answer_givenPlaceholders_isNoValue() {
        assertThat(Nvml.Answer.ofUnsigned(-1).value()).isNaN();
        assertThat(Nvml.Answer.ofCounter(Long.MAX_VALUE - 13, 1).value()).isNaN();
        assertThat(Nvml.Answer.ofCounter(-1, 1).value()).isNaN();
        assertThat(Nvml.Answer.ofUnsigned(Integer.MIN_VALUE).value()).isEqualTo(2147483648.0);
    }
}
