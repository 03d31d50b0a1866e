package io.soakline.produce.input;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over a declared preparation and tensors, each preceded by its length; the first 32 hexadecimal digits. */
final class InputDigest {

    private InputDigest() {}

    static String of(String preparation, List<List<ByteBuffer>> inputs) {
        MessageDigest sha256 = sha256();
        byte[] text = preparation.getBytes(StandardCharsets.UTF_8);
        update(sha256, ByteBuffer.wrap(text));
        for (List<ByteBuffer> input : inputs) {
            for (ByteBuffer tensor : input) {
                update(sha256, tensor.duplicate().rewind());
            }
        }
        return HexFormat.of().formatHex(sha256.digest(), 0, 16);
    }

    private static void update(MessageDigest sha256, ByteBuffer bytes) {
        sha256.update(ByteBuffer.allocate(8).putLong(bytes.remaining()).flip());
        sha256.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
