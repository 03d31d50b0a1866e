package io.soakline.produce.nvml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A driver that records 100 W more each 20 ms and keeps the last 120. */
class NvmlPowerHistoryTest {

    private static final long EPOCH_MICROS = 1_795_874_036_000_000L;
    private static final long WALL_NANOS = 5_000_000_000_000L;

    private long millis;
    private boolean recording = true;
    private long skewMicros;

    private final Nvml driver = new Nvml() {
        @Override
        public String description() {
            return "a driver";
        }

        @Override
        public String bus() {
            return "0000:0f:00.0";
        }

        @Override
        public Map<String, String> facts() {
            return Map.of();
        }

        @Override
        public Answer read(NvmlQuantity quantity) {
            throw new AssertionError("not of this sampler");
        }

        @Override
        public PowerHistory powerHistory(long afterMicros) {
            if (!recording) {
                return new PowerHistory(List.of(), "Not Supported");
            }
            long newest = millis / 20;
            List<RecordedPower> recorded = LongStream.rangeClosed(Math.max(0, newest - 119), newest)
                    .mapToObj(i -> new RecordedPower(EPOCH_MICROS + skewMicros + i * 20_000, i * 100_000.0))
                    .filter(power -> power.atMicros() > afterMicros)
                    .toList();
            return new PowerHistory(recorded, "");
        }

        @Override
        public void close() {}
    };

    private record Row(long wallMillis, double watts) {}

    private NvmlPowerHistory history() {
        return new NvmlPowerHistory(driver, 0, () -> EPOCH_MICROS + millis * 1_000);
    }

    private List<Row> poll(NvmlPowerHistory history, long everyMillis, long toMillis) {
        List<Row> rows = new ArrayList<>();
        for (; millis <= toMillis; millis += everyMillis) {
            history.sample(
                    millis * 1_000_000,
                    WALL_NANOS + millis * 1_000_000,
                    (at, values) -> rows.add(new Row((at - WALL_NANOS) / 1_000_000, values[0] / 1e3)));
        }
        return rows;
    }

    @Test
    void sample_givesEachRecordedValueOnceWithItsOwnTime() {
        List<Row> rows = poll(history(), 100, 3_000);
        assertThat(rows).hasSize(151);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).isEqualTo(new Row(i * 20L, i * 100.0));
        }
    }

    @Test
    void sample_givenALongPause_givesWhatTheDriverKept() {
        NvmlPowerHistory history = history();
        poll(history, 100, 1_000);
        millis = 10_000;
        List<Row> rows = poll(history, 100, 10_000);
        assertThat(rows).hasSize(120);
        assertThat(rows.get(0).wallMillis()).isEqualTo(10_000 - 119 * 20);
    }

    @Test
    void describe_givenADriverThatRecordsNothing_isNotOfferedWithItsReason() {
        recording = false;
        NvmlPowerHistory history = history();
        assertThat(history.describe().get(0).notOffered()).isEqualTo("Not Supported");
        assertThat(poll(history, 100, 1_000)).isEmpty();
        assertThat(history.sample(1)[0]).isNaN();
        assertThat(history.check().good()).isFalse();
    }

    @Test
    void describe_givenTimesOfAnotherClock_isNotOffered() {
        skewMicros = -EPOCH_MICROS / 2;
        assertThat(history().describe().get(0).notOffered())
                .isEqualTo("the driver's times are not of this machine's clock");
    }
}
