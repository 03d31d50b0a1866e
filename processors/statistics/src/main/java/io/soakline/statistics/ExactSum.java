package io.soakline.statistics;

import java.math.BigInteger;

/**
 * Sum of squares or products of non-negative {@code long} values in 128 bits: exact, and therefore the same in every order of adding
 * and combining. An empty sum is 0.
 *
 * <p>It holds 2^127 ns², the squares of more than ten million years of one-second inferences; overflow is not checked.
 */
public final class ExactSum {

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    private long high;
    private long low;

    public static ExactSum empty() {
        return new ExactSum();
    }

    /** From the two halves that {@link #high} and {@link #low} gave. */
    public static ExactSum of(long high, long low) {
        ExactSum sum = new ExactSum();
        sum.high = high;
        sum.low = low;
        return sum;
    }

    public void acceptSquare(long value) {
        add(Math.multiplyHigh(value, value), value * value);
    }

    public void acceptProduct(long a, long b) {
        add(Math.multiplyHigh(a, b), a * b);
    }

    public void combine(ExactSum other) {
        add(other.high, other.low);
    }

    private void add(long otherHigh, long otherLow) {
        long sum = low + otherLow;
        high += otherHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    public ExactSum copy() {
        return of(high, low);
    }

    /** Upper 64 bits. */
    public long high() {
        return high;
    }

    /** Lower 64 bits, unsigned. */
    public long low() {
        return low;
    }

    public BigInteger toBigInteger() {
        BigInteger unsignedLow = BigInteger.valueOf(low);
        return BigInteger.valueOf(high).shiftLeft(64).add(low < 0 ? unsignedLow.add(TWO_TO_64) : unsignedLow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ExactSum that && that.high == high && that.low == low;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high * 31 + low);
    }

    @Override
    public String toString() {
        return toBigInteger().toString();
    }
}
