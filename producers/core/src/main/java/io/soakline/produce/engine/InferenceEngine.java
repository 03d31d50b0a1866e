package io.soakline.produce.engine;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One compiled model, loaded and ready to be called from one thread.
 *
 * <p>Only {@link #infer()} is timed. {@link #stage} puts an input where the engine reads it and {@link #fetch} takes a
 * finished output out; both are called between inferences, so copies are not counted as inference time. Buffers are
 * little-endian, hold the tensor C-contiguously from position 0, and belong to the caller; those of inputs are direct, those
 * for outputs may lie in the heap. Implementations
 * allocate nothing on the Java heap in {@code infer()} where their native interface allows it.
 */
public interface InferenceEngine extends AutoCloseable {

    /** What was compiled, by what, for what. */
    EngineManifest manifest();

    /** Makes these tensors, one per input of the manifest and in its order, what the next inference reads. */
    void stage(List<ByteBuffer> inputs) throws EngineException;

    /** One inference: returns when the outputs are complete. */
    void infer() throws EngineException;

    /** Copies output {@code index} of the last inference into {@code destination}, starting at position 0. */
    void fetch(int index, ByteBuffer destination) throws EngineException;

    /**
     * A way to digest outputs before they are fetched; null where fetching them is no slower.
     *
     * @param headers for each output, what is hashed before its bytes
     * @throws EngineException when it should be there and cannot be made
     */
    default @Nullable ResidentDigest residentDigest(List<byte[]> headers) throws EngineException {
        return null;
    }

    /** Times by the device's own clock; null where there is no such clock. */
    default @Nullable DeviceTimes deviceTimes() {
        return null;
    }

    /** What is known of the device that it runs on, beside the host's fingerprint; empty where that is the host's processor. */
    default Map<String, String> deviceFacts() {
        return Map.of();
    }

    /** Frees native memory. Calling it twice is harmless. */
    @Override
    void close();
}
