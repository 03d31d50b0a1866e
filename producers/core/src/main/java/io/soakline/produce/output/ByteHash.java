package io.soakline.produce.output;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;

/** XXH3-128 of bytes, in two halves. */
final class ByteHash {

    private static final Hasher128 XXH3 = Hashing.xxh3_128();

    private long high;
    private long low;

    void of(byte[] bytes) {
        of(bytes, 0, bytes.length);
    }

    void of(byte[] bytes, int offset, int length) {
        HashValue128 value = XXH3.hashBytesTo128Bits(bytes, offset, length);
        high = value.getMostSignificantBits();
        low = value.getLeastSignificantBits();
    }

    /** First eight bytes of the last digest. */
    long high() {
        return high;
    }

    /** Last eight bytes of the last digest. */
    long low() {
        return low;
    }
}
