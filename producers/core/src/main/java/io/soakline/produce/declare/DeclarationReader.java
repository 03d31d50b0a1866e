package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.input.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@link ModelDeclaration}, version 1, strictly. */
final class DeclarationReader {

    private static final List<String> KINDS = List.of("classification", "segmentation", "detections", "embedding");
    private static final int MOST_AXES = 32;

    private DeclarationReader() {}

    static ModelDeclaration read(Path file) throws EngineException {
        StrictJson json = StrictJson.read(file);
        if (json.integer("version", 1, 1) == null) {
            throw json.problem("version", "1");
        }
        StrictJson preprocessing = json.object("preprocessing");
        StrictJson outputs = json.object("outputs");
        StrictJson tolerance = json.object("tolerance");
        json.requireNothingElse();
        return new ModelDeclaration(
                preprocessing == null ? null : preprocessing(preprocessing),
                outputs == null ? null : outputs(outputs),
                tolerance == null ? Tolerance.DEFAULT : tolerance(tolerance));
    }

    private static Preprocessing preprocessing(StrictJson json) throws EngineException {
        String layout = json.word("layout", List.of("NCHW"));
        Integer width = json.integer("width", 1, Preprocessing.MOST_PIXELS);
        Integer height = json.integer("height", 1, Preprocessing.MOST_PIXELS);
        String channelOrder = json.word("channelOrder", List.of("RGB", "BGR"));
        String fit = json.word("fit", List.of("stretch", "height"));
        Double scale = json.number("scale", Double.MIN_VALUE, Double.MAX_VALUE);
        List<Double> mean = json.numbers("mean", 3);
        List<Double> deviation = json.numbers("standardDeviation", 3);
        Double padding = json.number("padding", -Double.MAX_VALUE, Double.MAX_VALUE);
        json.requireNothingElse();
        if (deviation.stream().anyMatch(d -> d <= 0)) {
            throw json.problem("standardDeviation", "a list of 3 positive numbers");
        }
        return new Preprocessing(
                layout,
                present(json, "width", width, "an integer"),
                present(json, "height", height, "an integer"),
                channelOrder,
                fit,
                present(json, "scale", scale, "a positive number, usually 1/255"),
                mean,
                deviation,
                padding == null ? 0 : padding);
    }

    private static <T> T present(StrictJson json, String key, @Nullable T value, String expected)
            throws EngineException {
        if (value == null) {
            throw json.problem(key, expected);
        }
        return value;
    }

    private static Tolerance tolerance(StrictJson json) throws EngineException {
        Double absolute = json.number("absolute", 0, Double.MAX_VALUE);
        Double relative = json.number("relative", 0, Double.MAX_VALUE);
        json.requireNothingElse();
        return new Tolerance(
                absolute == null ? Tolerance.DEFAULT.absolute() : absolute,
                relative == null ? Tolerance.DEFAULT.relative() : relative);
    }

    private static OutputRule outputs(StrictJson json) throws EngineException {
        String kind = json.word("kind", KINDS);
        Double agreement = json.number("agreementThreshold", 0, 1);
        OutputRule rule = switch (kind) {
            case "classification" ->
                new OutputRule.Classification(output(json), json.integer("axis", 0, MOST_AXES), agreement);
            case "segmentation" -> segmentation(json, agreement);
            case "detections" -> detections(json, agreement);
            default -> new OutputRule.Embedding(output(json), agreement);
        };
        json.requireNothingElse();
        return rule;
    }

    private static OutputReference output(StrictJson json) throws EngineException {
        OutputReference output = json.output("output");
        return output == null ? OutputReference.at(0) : output;
    }

    private static OutputRule segmentation(StrictJson json, @Nullable Double agreement) throws EngineException {
        Double threshold = json.number("threshold", -Double.MAX_VALUE, Double.MAX_VALUE);
        Integer channelAxis = json.integer("channelAxis", 0, MOST_AXES);
        if ((threshold == null) == (channelAxis == null)) {
            throw json.problem(
                    "threshold", "either threshold (one map) or channelAxis (one map per class), and not both");
        }
        return new OutputRule.Segmentation(output(json), threshold, channelAxis, agreement);
    }

    private static OutputRule detections(StrictJson json, @Nullable Double agreement) throws EngineException {
        Double minimumScore = json.number("minimumScore", -Double.MAX_VALUE, Double.MAX_VALUE);
        Double iou = json.number("iouThreshold", 0, 1);
        return new Detections(
                json.has("boxes") ? tensors(json) : rows(json),
                minimumScore == null ? Detections.DEFAULT_MINIMUM_SCORE : minimumScore,
                iou == null ? Detections.DEFAULT_IOU_THRESHOLD : iou,
                agreement);
    }

    private static DetectionLayout rows(StrictJson json) throws EngineException {
        List<String> columns = json.wordList("columns", DetectionLayout.COLUMNS);
        boolean complete = columns.stream().filter("score"::equals).count() == 1
                && columns.stream().filter("class"::equals).count() <= 1
                && DetectionLayout.CORNERS.stream()
                        .allMatch(c -> columns.stream().filter(c::equals).count() == 1);
        if (!complete) {
            throw json.problem(
                    "columns",
                    "x1, y1, x2, y2 and score once, class at most once, and ignored for each other column; or boxes and"
                            + " scores for tensors of their own");
        }
        return new DetectionLayout.Rows(output(json), columns);
    }

    private static DetectionLayout tensors(StrictJson json) throws EngineException {
        OutputReference boxes = json.output("boxes");
        OutputReference scores = json.output("scores");
        OutputReference classes = json.output("classes");
        List<String> corners = json.wordList("boxColumns", DetectionLayout.CORNERS);
        List<String> order = corners.isEmpty() ? DetectionLayout.CORNERS : corners;
        if (order.size() != 4 || order.stream().distinct().count() != 4) {
            throw json.problem("boxColumns", "x1, y1, x2 and y2, each once");
        }
        if (boxes == null || scores == null) {
            throw json.problem("scores", "the name of an output, or its position from 0");
        }
        return new DetectionLayout.Tensors(boxes, order, scores, classes);
    }
}
