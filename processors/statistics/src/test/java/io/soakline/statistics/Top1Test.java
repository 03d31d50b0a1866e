package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Top1Test {

    /** The label is the digest's lower half; digest 9 is not known. */
    private static final AnswerLabels ANSWERS = (input, digest) -> digest.low() == 9 ? null : (int) digest.low();

    private final OutputCounts counts = OutputCounts.empty();

    private @Nullable Double accuracy(Integer... labels) {
        return Top1.accuracy(counts.inputs(), List.of(labels), ANSWERS);
    }

    @Test
    void accuracy_givenLabels_isTheShareOfInputsThatHaveTheirs() {
        counts.accept(0, 0, 1);
        counts.accept(1, 0, 2);
        counts.accept(1, 0, 2);
        counts.accept(1, 0, 7);
        counts.accept(2, 0, 3);
        assertThat(accuracy(1, 2, 4)).isEqualTo(2.0 / 3);
        assertThat(accuracy(1, 2)).as("the third has no label").isEqualTo(1);
        assertThat(accuracy(1, 2, -1)).as("nor here").isEqualTo(1);
    }

    @Test
    void accuracy_givenNoLabelOrUnknownOutput_isUnknown() {
        counts.accept(0, 0, 9);
        assertThat(accuracy()).isNull();
        assertThat(accuracy(-1)).isNull();
        assertThat(accuracy(9)).isNull();
    }
}
