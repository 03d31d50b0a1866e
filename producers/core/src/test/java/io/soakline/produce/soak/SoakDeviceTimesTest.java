package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.InferenceColumns;
import io.soakline.log.Topic;
import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.publish.InMemoryPublisher;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SoakDeviceTimesTest {

    private static final EngineManifest MANIFEST = new EngineManifest(
            1,
            "clocked",
            "test",
            "1",
            "t",
            "m",
            "00",
            new TreeMap<>(),
            null,
            "00",
            List.of(new TensorSpec("x", ElementType.FLOAT32, List.of(1L))),
            List.of(new TensorSpec("y", ElementType.FLOAT32, List.of(1L))));

    /** Takes 100 us, of which its device says 80 us and one more with each call. */
    private static final class Clocked implements InferenceEngine, DeviceTimes {

        private final VirtualClock clock;
        private final boolean phased;
        private long calls;
        private long read;

        Clocked(VirtualClock clock, boolean phased) {
            this.clock = clock;
            this.phased = phased;
        }

        @Override
        public EngineManifest manifest() {
            return MANIFEST;
        }

        @Override
        public void stage(List<ByteBuffer> inputs) {}

        @Override
        public void infer() {
            calls++;
            clock.waitUntil(clock.nanoTime() + 100_000, Waiting.SPIN);
        }

        @Override
        public void fetch(int index, ByteBuffer destination) {}

        @Override
        public DeviceTimes deviceTimes() {
            return this;
        }

        @Override
        public void read() {
            read = calls;
        }

        @Override
        public long deviceNanos() {
            return 80_000 + read;
        }

        @Override
        public long copyInNanos() {
            return phased ? 5_000 : NOT_KNOWN;
        }

        @Override
        public long copyOutNanos() {
            return phased ? 3_000 + read : NOT_KNOWN;
        }

        @Override
        public void close() {}
    }

    private static InferenceColumns soaked(boolean phased) throws Exception {
        InMemoryPublisher log = new InMemoryPublisher();
        VirtualClock clock = new VirtualClock(0);
        InputSet inputs = GeneratedInputs.of(MANIFEST.inputs(), 2, 1);
        try (Publication publication = new Publication(
                log, new PauseIntervals(), new ThrottleMonitor(new ThrottleCounters(), System.nanoTime()))) {
            Soak soak = new Soak(
                    new Soak.RunKey("run-1", "gpu-0", "e", "00", inputs.digest()),
                    new Clocked(clock, phased),
                    inputs,
                    LoadSettings.CLOSED,
                    new SoakSettings(0, Duration.ZERO, 0, Duration.ofMillis(100), 16),
                    SoakOutputs.PLAIN,
                    publication,
                    clock,
                    () -> false);
            soak.turn(1_000_000);
            publication.drain();
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
        InferenceColumns batch = new InferenceColumns();
        batch.decode(log.published(Topic.INFERENCES).get(0).value());
        return batch;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void record_givenClockOfTheDevice_keepsItsTimesBesideTheHosts(boolean phased) throws Exception {
        InferenceColumns batch = soaked(phased);
        assertThat(batch.count).isEqualTo(10);
        assertThat(batch.deviceTimeOffered).isTrue();
        assertThat(batch.copyTimesOffered).isEqualTo(phased);
        for (int i = 0; i < batch.count; i++) {
            assertThat(batch.latencyNanos[i]).isEqualTo(100_000);
            assertThat(batch.deviceNanos[i]).isEqualTo(80_001 + i);
            assertThat(batch.copyInNanos[i]).isEqualTo(phased ? 5_000 : InferenceColumns.NOT_KNOWN);
            assertThat(batch.copyOutNanos[i]).isEqualTo(phased ? 3_001 + i : InferenceColumns.NOT_KNOWN);
        }
    }

    @Test
    void notKnown_isTheSameForEnginesAndRecords() {
        assertThat(DeviceTimes.NOT_KNOWN).isEqualTo(InferenceColumns.NOT_KNOWN);
    }
}
