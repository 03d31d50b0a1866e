package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgreementTest {

    private final Map<Long, double[]> known = new HashMap<>();

    private final Agreement.Outputs outputs = new Agreement.Outputs() {
        @Override
        public @Nullable Integer top1(int inputIndex, OutputDigest digest) {
            double[] values = known.get(digest.low());
            return values == null ? null : (values[0] >= values[1] ? 0 : 1);
        }

        @Override
        public double @Nullable [] values(int inputIndex, OutputDigest digest) {
            return known.get(digest.low());
        }
    };

    @Test
    void of_givenNoCommonInput_isUnknown() {
        assertThat(Agreement.of(of(0, 1), of(1, 1), outputs)).isEqualTo(new Agreement(0, null, null, null));
    }

    @Test
    void of_givenEqualOutputs_agreesWithoutKnowingThem() {
        assertThat(Agreement.of(of(0, 1, 1, 2), of(0, 1, 1, 2), outputs)).isEqualTo(new Agreement(2, 1.0, 1.0, 0.0));
    }

    @Test
    void of_givenDifferingOutputs_comparesThemWhole() {
        known.put(1L, new double[] {0.75, 0.25});
        known.put(2L, new double[] {0.5, 0.5});
        known.put(3L, new double[] {0.125, 0.875});
        Agreement agreement = Agreement.of(of(0, 1, 1, 1, 2, 7), of(0, 2, 1, 3, 2, 7), outputs);
        assertThat(agreement).isEqualTo(new Agreement(3, 1.0 / 3, 2.0 / 3, 0.625));
    }

    @Test
    void of_givenUnknownOutput_doesNotGuess() {
        known.put(1L, new double[] {0.75, 0.25});
        assertThat(Agreement.of(of(0, 1), of(0, 2), outputs)).isEqualTo(new Agreement(1, 0.0, null, null));
    }

    @Test
    void of_givenNotANumberOnOneSide_isInfinitelyFar() {
        known.put(1L, new double[] {Double.NaN, 0.25});
        known.put(2L, new double[] {0.5, 0.25});
        assertThat(Agreement.of(of(0, 1), of(0, 2), outputs).maxAbs()).isInfinite();
        known.put(2L, new double[] {Double.NaN, 0.5});
        assertThat(Agreement.of(of(0, 1), of(0, 2), outputs).maxAbs()).isEqualTo(0.25);
    }

    @Test
    void of_givenSidesExchanged_isTheSame() {
        known.put(1L, new double[] {0.75, 0.25});
        known.put(2L, new double[] {0.125, 0.5});
        assertThat(Agreement.of(of(0, 1, 1, 2), of(0, 2), outputs))
                .isEqualTo(Agreement.of(of(0, 2), of(0, 1, 1, 2), outputs));
    }

    @Test
    void accuracy_givenLabels_isTheShareOfInputsThatHaveTheirs() {
        known.put(1L, new double[] {0.75, 0.25});
        known.put(2L, new double[] {0.125, 0.5});
        assertThat(Top1.accuracy(of(0, 1, 1, 2, 2, 2), List.of(0, 1, 0), outputs))
                .isEqualTo(2.0 / 3);
        assertThat(Top1.accuracy(of(0, 1), List.of(), outputs)).isNull();
        assertThat(Top1.accuracy(of(0, 9), List.of(0), outputs)).isNull();
    }

    /** Pairs of input index and the one digest that it gave. */
    private static List<OutputCounts.Input> of(long... pairs) {
        OutputCounts counts = OutputCounts.empty();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.accept((int) pairs[i], 0, pairs[i + 1]);
        }
        return counts.inputs();
    }
}
