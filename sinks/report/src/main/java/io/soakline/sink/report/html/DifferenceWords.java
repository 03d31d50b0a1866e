package io.soakline.sink.report.html;

/** Names of the records as people say them. */
final class DifferenceWords {

    private DifferenceWords() {}

    /** What sets two builds apart. */
    static String of(String buildDifference) {
        return switch (buildDifference) {
            case "same_artefact" -> "nothing: same bytes";
            case "same_schedule" -> "same schedules, other bytes";
            case "other_schedule" -> "other schedules";
            case "other_configuration" -> "other configuration";
            case "other_compiler" -> "other compiler";
            default -> buildDifference.replace('_', ' ');
        };
    }

    /** How answers of a kind are compared. */
    static String answer(String kind) {
        return switch (kind) {
            case "segmentation" -> "Dice";
            case "detections" -> "F1";
            case "embedding" -> "cosine";
            case "classification" -> "equal labels";
            default -> kind;
        };
    }
}
