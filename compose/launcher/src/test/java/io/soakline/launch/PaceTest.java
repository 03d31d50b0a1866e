package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void left_countsFromWhatWasFoundDone() {
        Pace pace = new Pace(0.5, 100 * SECOND);

        // A quarter in 30 s; a quarter is left.
        assertThat(pace.left(0.75, 130 * SECOND)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.left(1, 130 * SECOND)).isEqualTo(Duration.ZERO);
    }

    @Test
    void left_givenTooLittleToGoBy_isNotKnown() {
        Pace pace = new Pace(0, 0);

        assertThat(pace.left(0.5, SECOND)).isNull();
        assertThat(pace.left(0.01, 60 * SECOND)).isNull();
        assertThat(pace.left(Double.NaN, 60 * SECOND)).isNull();
    }

    @Test
    void buildLine_givenFractions_drawsABarAndTellsTheSlowestBuildsEnd() {
        AtomicLong now = new AtomicLong();
        BuildLine line = new BuildLine(now::get);
        line.at("tvm-1", "starting", Double.NaN);
        assertThat(line.text()).isEqualTo("tvm-1: starting");
        assertThat(line.left()).isNull();

        line.at("tvm-1", "compiling", 0.0);
        line.at("tvm-2", "compiling", 0.0);
        now.set(30 * SECOND);
        line.at("tvm-1", "compiling", 0.5);
        line.at("tvm-2", "compiling", 0.25);

        assertThat(line.text())
                .isEqualTo(
                        "tvm-1 [#####-----] 50 % compiling, 30 s left | tvm-2 [###-------] 25 % compiling, 1 min 30 s left");
        assertThat(line.left()).isEqualTo(Duration.ofSeconds(90));
        assertThat(line.engines()).containsExactlyInAnyOrder("tvm-1", "tvm-2");
        line.over("tvm-2");
        // A stage that cannot say how far it is keeps what was known.
        line.at("tvm-1", "linking", Double.NaN);
        assertThat(line.text()).isEqualTo("tvm-1 [#####-----] 50 % linking, 30 s left");
    }
}
