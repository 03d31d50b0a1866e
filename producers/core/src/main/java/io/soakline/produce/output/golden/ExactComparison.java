package io.soakline.produce.output.golden;

import io.soakline.log.Digests;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.OutputDigest;
import io.soakline.record.ElementDifference;
import io.soakline.record.GoldenComparison;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares outputs element by element with golden ones of the same form, in canonical form: -0 and +0 are equal, and every NaN
 * is the same NaN. Distances are taken over the elements that are finite in both; an element that is NaN or infinite on one
 * side and not the same on the other counts as a finite mismatch and has no distance.
 *
 * <p>Relative differences are against the golden magnitude, where that is not 0. Distances in ULPs are those of {@link
 * UlpDistance}. The norms under {@code l2Relative} and cosine are over the elements finite in both as well. The overlap of the
 * largest five is that of the first output. Elements of 64-bit integers are compared by bits, and their distances as doubles.
 */
final class ExactComparison {

    private static final int EXAMPLES = 8;

    private final OutputDigest now;
    private final OutputDigest golden;
    private final List<ElementDifference> examples = new ArrayList<>();
    private long differing;
    private long finiteMismatches;
    private long comparable;
    private double maxAbs;
    private double maxRel = -1;
    private long maxUlp = -1;
    private double squares;
    private double squaresOfNow;
    private double squaresOfGolden;
    private double products;

    private ExactComparison(OutputDigest now, OutputDigest golden) {
        this.now = now;
        this.golden = golden;
    }

    /** @param origin engine that gave the golden outputs */
    static GoldenComparison of(OutputDigest now, OutputDigest golden, String origin) {
        ExactComparison comparison = new ExactComparison(now, golden);
        for (int output = 0; output < golden.outputs().size(); output++) {
            comparison.compare(output);
        }
        return comparison.result(origin);
    }

    private void compare(int output) {
        TensorSpec spec = golden.outputs().get(output);
        for (int i = 0; i < spec.elements(); i++) {
            long bits = now.bits(output, i);
            long goldenBits = golden.bits(output, i);
            if (bits != goldenBits) {
                note(output, i, goldenBits, bits);
            }
            double value = now.value(output, i);
            double goldenValue = golden.value(output, i);
            if (Double.isFinite(value) && Double.isFinite(goldenValue)) {
                measure(value, goldenValue);
                if (spec.elementType().isFloatingPoint()) {
                    maxUlp = Math.max(maxUlp, UlpDistance.of(spec.elementType(), bits, goldenBits));
                }
            } else if (bits != goldenBits) {
                finiteMismatches++;
            }
        }
    }

    private void note(int output, int element, long goldenBits, long bits) {
        differing++;
        if (examples.size() < EXAMPLES) {
            examples.add(ElementDifference.newBuilder()
                    .setTensor(output)
                    .setElement(element)
                    .setGoldenBits(goldenBits)
                    .setBits(bits)
                    .build());
        }
    }

    private void measure(double value, double goldenValue) {
        comparable++;
        double difference = Math.abs(value - goldenValue);
        maxAbs = Math.max(maxAbs, difference);
        if (goldenValue != 0) {
            maxRel = Math.max(maxRel, difference / Math.abs(goldenValue));
        }
        squares += difference * difference;
        squaresOfNow += value * value;
        squaresOfGolden += goldenValue * goldenValue;
        products += value * goldenValue;
    }

    private GoldenComparison result(String origin) {
        double norm = Math.sqrt(squaresOfGolden);
        double norms = Math.sqrt(squaresOfNow) * norm;
        return GoldenComparison.newBuilder()
                .setGoldenDigest(Digests.of(golden.high(), golden.low()))
                .setOrigin(origin)
                .setDiffering(differing)
                .setMaxAbs(comparable == 0 ? null : maxAbs)
                .setMaxRel(maxRel < 0 ? null : maxRel)
                .setMaxUlp(maxUlp < 0 ? null : maxUlp)
                .setL2(Math.sqrt(squares))
                .setL2Relative(norm == 0 ? null : Math.sqrt(squares) / norm)
                .setCosine(norms == 0 ? null : cosine(norms))
                .setTopKOverlap(topKOverlap())
                .setFiniteMismatches(finiteMismatches)
                .setExamples(examples)
                .build();
    }

    /** Exactly 1 for equal bits, which rounding of the norms alone would not give. */
    private double cosine(double norms) {
        return differing == 0 ? 1 : Math.max(-1, Math.min(1, products / norms));
    }

    private @Nullable Double topKOverlap() {
        List<Integer> wanted = golden.largest(0);
        if (wanted.size() < OutputDigest.LARGEST) {
            return null;
        }
        List<Integer> found = now.largest(0);
        return wanted.stream().filter(found::contains).count() / (double) OutputDigest.LARGEST;
    }
}
