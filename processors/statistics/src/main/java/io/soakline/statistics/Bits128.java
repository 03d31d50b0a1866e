package io.soakline.statistics;

/** 128 bits, immutable. */
public record Bits128(long high, long low) {

    static final Bits128 NONE = new Bits128(0, 0);

    /**
     * Little-endian; bytes left out at the end are 0.
     *
     * @throws IllegalArgumentException for more than 16 bytes
     */
    public static Bits128 of(byte[] bytes) {
        if (bytes.length > 16) {
            throw new IllegalArgumentException(bytes.length + " bytes do not fit into 128 bits");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < bytes.length; i++) {
            long octet = bytes[i] & 0xFFL;
            if (i < 8) {
                low |= octet << (8 * i);
            } else {
                high |= octet << (8 * (i - 8));
            }
        }
        return new Bits128(high, low);
    }

    /** Little-endian, without the zero bytes at the end. */
    public byte[] toBytes() {
        int significant = high != 0 ? 128 - Long.numberOfLeadingZeros(high) : 64 - Long.numberOfLeadingZeros(low);
        byte[] bytes = new byte[(significant + 7) / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i < 8 ? low >>> (8 * i) : high >>> (8 * (i - 8)));
        }
        return bytes;
    }

    /** @param distance from 0; all bits are gone from 128 on */
    Bits128 shiftedLeft(long distance) {
        if (distance == 0) {
            return this;
        }
        if (distance >= 128) {
            return NONE;
        }
        if (distance >= 64) {
            return new Bits128(low << (distance - 64), 0);
        }
        return new Bits128(high << distance | low >>> (64 - distance), low << distance);
    }

    /** The lowest {@code bits} of it. */
    Bits128 lowest(int bits) {
        if (bits >= 128) {
            return this;
        }
        return bits >= 64 ? new Bits128(high & mask(bits - 64), low) : new Bits128(0, low & mask(bits));
    }

    private static long mask(int bits) {
        return (1L << bits) - 1;
    }

    Bits128 or(Bits128 other) {
        return new Bits128(high | other.high, low | other.low);
    }

    Bits128 withBit(int position) {
        return or(new Bits128(0, 1).shiftedLeft(position));
    }

    int count() {
        return Long.bitCount(high) + Long.bitCount(low);
    }

    boolean isZero() {
        return (high | low) == 0;
    }
}
