package io.soakline.statistics;

/** A 128-bit digest of an output. Ordered as unsigned numbers. */
public record OutputDigest(long high, long low) implements Comparable<OutputDigest> {

    @Override
    public int compareTo(OutputDigest other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
