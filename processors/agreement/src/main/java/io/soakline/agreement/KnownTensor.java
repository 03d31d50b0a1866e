package io.soakline.agreement;

import io.soakline.statistics.OutputDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one tensor of an output. An empty list means that this part was not recorded.
 *
 * @param elementType FLOAT64, FLOAT32, FLOAT16, BFLOAT16, or an integer type
 * @param shape dimensions; empty for a scalar
 * @param topIndices row-major positions of the up to five largest finite values, largest first
 * @param topValues the values there
 * @param margin largest minus second largest; null with fewer than two finite values
 * @param norm Euclidean norm of the finite values
 * @param minimum smallest finite value; null when there is none or it is not known
 * @param maximum largest finite value; null when there is none or it is not known
 * @param countSketchVersion seed and mixing of the sketch: only sketches of one version can be compared
 * @param countSketch buckets of the CountSketch of the finite values; empty when {@code values} is given
 * @param values all elements, row-major, NaN and infinity as they are; empty when the tensor is not held whole
 * @param ladder digests of the values rounded to ever fewer mantissa bits
 * @param blockDigests digests of consecutive blocks of the canonical elements
 */
public record KnownTensor(
        String elementType,
        List<Long> shape,
        List<Integer> topIndices,
        List<Double> topValues,
        @Nullable Double margin,
        long nanCount,
        long infinityCount,
        double norm,
        @Nullable Double minimum,
        @Nullable Double maximum,
        int countSketchVersion,
        List<Double> countSketch,
        List<Double> values,
        List<LadderStep> ladder,
        List<OutputDigest> blockDigests) {

    /**
     * The tensor rounded.
     *
     * @param mantissaBits explicit bits kept
     * @param digest of the rounded values
     * @param straddles elements that a relative difference of {@value #STRADDLE} could move into another cell
     */
    public record LadderStep(int mantissaBits, OutputDigest digest, int straddles) {

        /** How near to the edge of its cell an element must lie to be counted. */
        public static final double STRADDLE = 1e-5;
    }

    public KnownTensor {
        shape = List.copyOf(shape);
        topIndices = List.copyOf(topIndices);
        topValues = List.copyOf(topValues);
        countSketch = List.copyOf(countSketch);
        values = List.copyOf(values);
        ladder = List.copyOf(ladder);
        blockDigests = List.copyOf(blockDigests);
        if (topIndices.size() != topValues.size()) {
            throw new IllegalArgumentException(
                    topIndices.size() + " positions of largest values, but " + topValues.size() + " values");
        }
    }

    /** Elements by shape; 1 for a scalar. */
    public long elements() {
        long elements = 1;
        for (long dimension : shape) {
            elements *= dimension;
        }
        return elements;
    }

    /** Whether every element is known. */
    public boolean isWhole() {
        return values.size() == elements();
    }

    /** Whether at most one dimension is longer than 1: then the position of the largest element can be a class. */
    public boolean isVector() {
        return shape.stream().filter(dimension -> dimension != 1).count() <= 1;
    }

    /** Whether elements correspond: equal shapes once dimensions of 1 are dropped. */
    boolean correspondsTo(KnownTensor other) {
        return squeezed().equals(other.squeezed());
    }

    private List<Long> squeezed() {
        return shape.stream().filter(dimension -> dimension != 1).toList();
    }

    long nonFiniteCount() {
        return nanCount + infinityCount;
    }
}
