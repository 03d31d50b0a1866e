package io.soakline.produce.selftest;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An open engine whose outputs are told by their canonical digests. Used by one thread. */
final class Instance implements AutoCloseable {

    private final InferenceEngine engine;
    private final OutputDigest digest;

    /** Identity of an output. */
    record Output(long high, long low) {}

    /** Takes the engine over. */
    Instance(InferenceEngine engine, @Nullable OutputRule rule) throws EngineException {
        this.engine = engine;
        try {
            digest = OutputDigest.of(engine.manifest().outputs(), rule);
        } catch (EngineException e) {
            engine.close();
            throw e;
        }
    }

    /** What the engine makes of an input. */
    Output infer(List<ByteBuffer> input) throws EngineException {
        stage(input);
        return inferStaged();
    }

    void stage(List<ByteBuffer> input) throws EngineException {
        engine.stage(input);
    }

    Output inferStaged() throws EngineException {
        engine.infer();
        List<ByteBuffer> outputs = digest.buffers();
        for (int i = 0; i < outputs.size(); i++) {
            engine.fetch(i, outputs.get(i));
        }
        digest.update();
        return new Output(digest.high(), digest.low());
    }

    /** The rows of the outputs of the last inference, for an engine that takes so many of them. */
    List<Output> rows(int batch) {
        List<TensorSpec> specs = BatchRows.rowSpecs(engine.manifest().outputs());
        OutputDigest row = new OutputDigest(specs);
        List<Output> rows = new ArrayList<>();
        for (int r = 0; r < batch; r++) {
            row.update(BatchRows.row(digest.buffers(), specs, r));
            rows.add(new Output(row.high(), row.low()));
        }
        return rows;
    }

    @Override
    public void close() {
        engine.close();
    }
}
