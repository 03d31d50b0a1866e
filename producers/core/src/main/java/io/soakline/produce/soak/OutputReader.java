package io.soakline.produce.soak;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identifies an inference's outputs and fetches them only where they have to be: always from an engine without a digest of its
 * own, else when they are new. Each fetched output is digested here as well, so that an engine which digests wrongly is found.
 */
final class OutputReader {

    private final InferenceEngine engine;
    private final OutputDigest digest;
    private final List<ByteBuffer> buffers;
    private final @Nullable ResidentDigest resident;
    private boolean fetched;

    OutputReader(InferenceEngine engine, OutputDigest digest) throws EngineException {
        this.engine = engine;
        this.digest = digest;
        buffers = digest.buffers();
        resident = engine.residentDigest(digest.headers());
    }

    /** Brings the digest, not necessarily its values, to the outputs of the last inference. */
    void identify() throws EngineException {
        fetched = false;
        ResidentDigest there = resident;
        if (there == null) {
            fetch();
            return;
        }
        there.update();
        if (!digest.recognise(there.high(), there.low())) {
            fetch();
        }
    }

    /** The digest, with the values of the outputs that were identified last. */
    OutputDigest complete() throws EngineException {
        if (!fetched) {
            fetch();
        }
        return digest;
    }

    private void fetch() throws EngineException {
        for (int i = 0; i < buffers.size(); i++) {
            engine.fetch(i, buffers.get(i));
        }
        digest.update();
        fetched = true;
        ResidentDigest there = resident;
        if (there != null && (there.high() != digest.rawHigh() || there.low() != digest.rawLow())) {
            throw new EngineException("engine " + engine.manifest().name()
                    + " digests its outputs wrongly on the device: what was fetched has another digest; build it with"
                    + " --option digest=host, and report this");
        }
    }
}
