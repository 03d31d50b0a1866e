package io.soakline.produce.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HeldTest {

    private static final long SECOND = 1_000_000_000L;

    private static final class Counting implements Reading {
        private int reads;

        @Override
        public List<Channel> channels() {
            return List.of(Channel.gauge("reads", "test"), Channel.gauge("failed", "test"));
        }

        @Override
        public void read(long monotonicNanos, double[] values, int offset) {
            values[offset] = ++reads;
        }
    }

    @Test
    void read_repeatsItselfForASecond() {
        Held held = new Held(new Counting());
        double[] values = new double[3];
        for (int tenth = 0; tenth < 25; tenth++) {
            held.read(tenth * SECOND / 10, values, 1);
            assertThat(values[1]).isEqualTo(1 + tenth / 10);
            assertThat(values[2]).isNaN();
        }
    }
}
