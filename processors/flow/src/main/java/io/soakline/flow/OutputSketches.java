package io.soakline.flow;

import io.soakline.agreement.Answer;
import io.soakline.agreement.KnownOutput;
import io.soakline.agreement.KnownTensor;
import io.soakline.log.Digests;
import io.soakline.record.AnswerKind;
import io.soakline.record.Digest128;
import io.soakline.record.GoldenComparison;
import io.soakline.record.OutputSketch;
import io.soakline.record.TensorSketch;
import io.soakline.statistics.OutputDigest;
import org.jspecify.annotations.Nullable;

/** Output sketches on the log to what is known of outputs. */
final class OutputSketches {

    /** Of a boxed number and the reference to it. */
    private static final long BOXED_BYTES = 20;

    private static final long TENSOR_BYTES = 300;
    private static final long OUTPUT_BYTES = 300;
    private static final long DIGEST_BYTES = 36;
    private static final long DETECTION_BYTES = 40;

    private OutputSketches() {}

    static KnownOutput output(OutputSketch sketch) {
        return new KnownOutput(
                digest(sketch.getDigest()),
                digest(sketch.getRawDigest()),
                sketch.getTensors().stream().map(OutputSketches::tensor).toList(),
                answer(sketch.getAnswer()));
    }

    static OutputDigest digest(Digest128 digest) {
        return new OutputDigest(Digests.high(digest), Digests.low(digest));
    }

    private static KnownTensor tensor(TensorSketch tensor) {
        return new KnownTensor(
                tensor.getElementType(),
                tensor.getShape(),
                tensor.getTopIndices(),
                tensor.getTopValues(),
                tensor.getMargin(),
                tensor.getNanCount(),
                tensor.getInfinityCount(),
                tensor.getNorm(),
                tensor.getMinimum(),
                tensor.getMaximum(),
                tensor.getCountSketchVersion(),
                tensor.getCountSketch(),
                tensor.getValues(),
                tensor.getLadder().stream()
                        .map(step -> new KnownTensor.LadderStep(
                                step.getMantissaBits(), digest(step.getDigest()), step.getStraddles()))
                        .toList(),
                tensor.getBlockDigests().stream().map(OutputSketches::digest).toList());
    }

    private static @Nullable Answer answer(io.soakline.record.@Nullable Answer answer) {
        if (answer == null) {
            return null;
        }
        boolean truncated = answer.getTruncated();
        return switch (answer.getKind()) {
            case CLASSIFICATION -> new Answer.Labels(answer.getLabels(), answer.getMargins(), truncated);
            case SEGMENTATION ->
                new Answer.Mask(answer.getHeight(), answer.getWidth(), answer.getRunLengths(), truncated);
            case DETECTIONS ->
                new Answer.Detections(
                        answer.getDetections().stream()
                                .map(found -> new Answer.Detection(
                                        found.getClassId(),
                                        found.getScore(),
                                        found.getX1(),
                                        found.getY1(),
                                        found.getX2(),
                                        found.getY2()))
                                .toList(),
                        truncated);
            case EMBEDDING -> new Answer.Embedding(answer.getEmbedding(), truncated);
        };
    }

    static AnswerKind kind(Answer.Kind kind) {
        return switch (kind) {
            case CLASSIFICATION -> AnswerKind.CLASSIFICATION;
            case SEGMENTATION -> AnswerKind.SEGMENTATION;
            case DETECTIONS -> AnswerKind.DETECTIONS;
            case EMBEDDING -> AnswerKind.EMBEDDING;
        };
    }

    /** What keeping the output takes in memory, by estimate. */
    static long bytes(OutputSketch sketch) {
        long bytes = OUTPUT_BYTES;
        for (TensorSketch tensor : sketch.getTensors()) {
            long numbers = (long) tensor.getShape().size()
                    + tensor.getTopIndices().size()
                    + tensor.getTopValues().size()
                    + tensor.getCountSketch().size()
                    + tensor.getValues().size();
            long digests = (long) tensor.getLadder().size() * 2
                    + tensor.getBlockDigests().size();
            bytes += TENSOR_BYTES + numbers * BOXED_BYTES + digests * DIGEST_BYTES;
        }
        return bytes + bytes(sketch.getAnswer()) + bytes(sketch.getGolden());
    }

    private static long bytes(io.soakline.record.@Nullable Answer answer) {
        if (answer == null) {
            return 0;
        }
        long numbers = (long) answer.getLabels().size()
                + answer.getMargins().size()
                + answer.getRunLengths().size()
                + answer.getEmbedding().size();
        return numbers * BOXED_BYTES + answer.getDetections().size() * DETECTION_BYTES;
    }

    private static long bytes(@Nullable GoldenComparison golden) {
        return golden == null ? 0 : OUTPUT_BYTES + golden.getExamples().size() * DETECTION_BYTES;
    }
}
