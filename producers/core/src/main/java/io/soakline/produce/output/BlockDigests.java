package io.soakline.produce.output;

import io.soakline.log.Digests;
import io.soakline.record.Digest128;
import java.util.ArrayList;
import java.util.List;

/**
 * XXH3-128 of 64 nearly equal blocks of a large tensor's canonical elements, without header: block k holds elements {@code
 * k * n / 64} up to, not including, {@code (k + 1) * n / 64}. They say which part changed.
 */
final class BlockDigests {

    static final int BLOCKS = 64;

    private BlockDigests() {}

    /** Empty for tensors of up to {@value MantissaLadder#UP_TO_ELEMENTS} elements. */
    static List<Digest128> of(OutputDigest digest, int output) {
        long elements = digest.outputs().get(output).elements();
        List<Digest128> digests = new ArrayList<>();
        if (elements <= MantissaLadder.UP_TO_ELEMENTS) {
            return digests;
        }
        ByteHash hash = new ByteHash();
        for (int block = 0; block < BLOCKS; block++) {
            int first = (int) (block * elements / BLOCKS);
            int end = (int) ((block + 1) * elements / BLOCKS);
            digest.hashElements(output, first, end - first, hash);
            digests.add(Digests.of(hash.high(), hash.low()));
        }
        return digests;
    }
}
