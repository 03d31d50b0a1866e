package io.soakline.log;

import io.soakline.record.Digest128;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** 128-bit digests between their two halves, their record form and their hexadecimal form. */
public final class Digests {

    private Digests() {}

    /** Big-endian: {@code high} holds the first eight bytes. */
    public static Digest128 of(long high, long low) {
        return new Digest128(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    }

    public static long high(Digest128 digest) {
        return ByteBuffer.wrap(digest.bytes()).getLong(0);
    }

    public static long low(Digest128 digest) {
        return ByteBuffer.wrap(digest.bytes()).getLong(8);
    }

    /** 32 lower-case hexadecimal digits. */
    public static String hex(Digest128 digest) {
        return HexFormat.of().formatHex(digest.bytes());
    }
}
