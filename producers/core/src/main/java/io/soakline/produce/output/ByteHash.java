package io.soakline.produce.output;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;

/**
 * XXH3-128 of bytes in one piece, or of pieces one after the other; the same pieces joined give the same digest.
 *
 * <p>What lies outside the heap is taken over in blocks that fit into the first-level cache and are hashed while they are
 * there, so that large tensors are read from memory once and written nowhere.
 */
final class ByteHash {

    /** Copied at once. Half of a first-level data cache of 32 KiB. */
    static final int BLOCK = 16 << 10;

    private static final Hasher128 XXH3 = Hashing.xxh3_128();

    private final HashStream128 stream = XXH3.hashStream();
    private final byte[] block = new byte[BLOCK];
    private long high;
    private long low;

    void of(byte[] bytes) {
        of(bytes, 0, bytes.length);
    }

    void of(byte[] bytes, int offset, int length) {
        set(XXH3.hashBytesTo128Bits(bytes, offset, length));
    }

    /** Forgets the pieces before. */
    void begin() {
        stream.reset();
    }

    void put(byte[] bytes, int offset, int length) {
        stream.putBytes(bytes, offset, length);
    }

    /** The first {@code length} bytes of a buffer, whatever its position and limit. */
    void put(ByteBuffer bytes, int length) {
        for (int at = 0; at < length; at += BLOCK) {
            int n = Math.min(BLOCK, length - at);
            bytes.get(at, block, 0, n);
            stream.putBytes(block, 0, n);
        }
    }

    /** The digest of the pieces since {@link #begin}. */
    void end() {
        set(stream.get());
    }

    private void set(HashValue128 value) {
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
