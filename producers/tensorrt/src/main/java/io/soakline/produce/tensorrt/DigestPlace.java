package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.output.OutputDigest;
import io.soakline.produce.tensorrt.door.Execution;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where outputs are digested. */
enum DigestPlace {
    HOST,
    DEVICE,
    /** Where it takes less time, measured when an engine is opened. */
    AUTO;

    private static final int ROUNDS = 15;
    private static final Logger LOG = LoggerFactory.getLogger(DigestPlace.class);

    static DigestPlace of(String option) {
        return switch (option) {
            case "host" -> HOST;
            case "device" -> DEVICE;
            default -> AUTO;
        };
    }

    /**
     * @return null when outputs are to be fetched and digested on the host
     * @throws EngineException when they are to be digested on the device and cannot be
     */
    @Nullable
    ResidentDigest choose(InferenceEngine engine, Execution execution, List<byte[]> headers) throws EngineException {
        if (this == HOST) {
            return null;
        }
        try {
            ResidentDigest digest = execution.digest(headers);
            return digest == null || this == DEVICE || isFaster(digest, engine, execution) ? digest : null;
        } catch (EngineException e) {
            if (this == DEVICE) {
                throw e;
            }
            LOG.info("Outputs are digested on the host: {}", e.getMessage());
            return null;
        }
    }

    private static boolean isFaster(ResidentDigest there, InferenceEngine engine, Execution execution)
            throws EngineException {
        OutputDigest here = new OutputDigest(engine.manifest().outputs());
        long[] nanosThere = new long[ROUNDS];
        long[] nanosHere = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            execution.run();
            long start = System.nanoTime();
            there.update();
            long between = System.nanoTime();
            List<ByteBuffer> buffers = here.buffers();
            for (int i = 0; i < buffers.size(); i++) {
                engine.fetch(i, buffers.get(i));
            }
            here.update();
            nanosThere[round] = between - start;
            nanosHere[round] = System.nanoTime() - between;
        }
        Arrays.sort(nanosThere);
        Arrays.sort(nanosHere);
        boolean faster = nanosThere[ROUNDS / 2] < nanosHere[ROUNDS / 2];
        LOG.info(
                "Outputs of {} are digested on the {}: {} us there, {} us with fetching them",
                engine.manifest().name(),
                faster ? "device" : "host",
                nanosThere[ROUNDS / 2] / 1000,
                nanosHere[ROUNDS / 2] / 1000);
        return faster;
    }
}
