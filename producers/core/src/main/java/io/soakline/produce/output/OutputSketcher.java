package io.soakline.produce.output;

import io.soakline.log.Digests;
import io.soakline.produce.output.answer.AnswerRule;
import io.soakline.record.OutputSketch;
import io.soakline.record.TensorSketch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes outputs: each tensor, what the whole means where that is declared, and how far it is from the golden output where
 * there is one.
 */
public final class OutputSketcher {

    private final String runId;
    private final String modelDigest;
    private final String inputSetDigest;
    private final @Nullable AnswerRule rule;
    private final @Nullable Golden golden;

    /** @param rule null when nothing is declared of the outputs */
    public OutputSketcher(
            String runId,
            String modelDigest,
            String inputSetDigest,
            @Nullable AnswerRule rule,
            @Nullable Golden golden) {
        this.runId = runId;
        this.modelDigest = modelDigest;
        this.inputSetDigest = inputSetDigest;
        this.rule = rule;
        this.golden = golden;
    }

    /** Sketch of the outputs that {@code digest} saw last, which answer input {@code inputIndex}. */
    public OutputSketch sketch(int inputIndex, OutputDigest digest) {
        List<TensorSketch> tensors = new ArrayList<>();
        for (int i = 0; i < digest.outputs().size(); i++) {
            tensors.add(TensorDescription.of(digest, i));
        }
        return OutputSketch.newBuilder()
                .setRunId(runId)
                .setModelDigest(modelDigest)
                .setInputSetDigest(inputSetDigest)
                .setInputIndex(inputIndex)
                .setDigest(Digests.of(digest.high(), digest.low()))
                .setRawDigest(Digests.of(digest.rawHigh(), digest.rawLow()))
                .setTensors(tensors)
                .setAnswer(rule == null ? null : rule.answer(digest))
                .setGolden(golden == null ? null : golden.compare(inputIndex, digest))
                .build();
    }
}
