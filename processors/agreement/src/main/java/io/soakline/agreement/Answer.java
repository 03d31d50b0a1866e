package io.soakline.agreement;

import java.util.List;

/** What the declared post-processing makes of the outputs. */
public sealed interface Answer {

    /** Whether more was found than is kept here; such answers are compared only when their outputs are equal. */
    boolean truncated();

    Kind kind();

    /** Kinds of answers, and from which score on two of them count as the same where nothing else is declared. */
    enum Kind {
        /** Share of equal labels; all must be. */
        CLASSIFICATION(1),
        /** Dice of the masks. */
        SEGMENTATION(0.99),
        /** F1 of detections matched by class and overlap. */
        DETECTIONS(0.99),
        /** Cosine of the vectors. */
        EMBEDDING(0.999);

        private final double defaultThreshold;

        Kind(double defaultThreshold) {
            this.defaultThreshold = defaultThreshold;
        }

        public double defaultThreshold() {
            return defaultThreshold;
        }
    }

    /**
     * Classification.
     *
     * @param labels class of each row of the output
     * @param margins largest minus second largest of each row; empty where a row has one class
     */
    record Labels(List<Integer> labels, List<Double> margins, boolean truncated) implements Answer {

        public Labels {
            labels = List.copyOf(labels);
            margins = List.copyOf(margins);
        }

        @Override
        public Kind kind() {
            return Kind.CLASSIFICATION;
        }
    }

    /**
     * Segmentation.
     *
     * @param runLengths class and length of each run of equal pixels, alternating, row by row; class 0 is background
     */
    record Mask(int height, int width, List<Integer> runLengths, boolean truncated) implements Answer {

        public Mask {
            runLengths = List.copyOf(runLengths);
            if (runLengths.size() % 2 != 0) {
                throw new IllegalArgumentException("a class without length ends the mask of " + runLengths.size());
            }
        }

        @Override
        public Kind kind() {
            return Kind.SEGMENTATION;
        }
    }

    /** Detections, in any order. */
    record Detections(List<Detection> detections, boolean truncated) implements Answer {

        public Detections {
            detections = List.copyOf(detections);
        }

        @Override
        public Kind kind() {
            return Kind.DETECTIONS;
        }
    }

    /** One box found: corners in whatever unit the model uses, {@code x1 <= x2} and {@code y1 <= y2}. */
    record Detection(int classId, float score, float x1, float y1, float x2, float y2) {}

    /** A vector; empty with {@code truncated} where it was too long to keep. */
    record Embedding(List<Float> vector, boolean truncated) implements Answer {

        public Embedding {
            vector = List.copyOf(vector);
        }

        @Override
        public Kind kind() {
            return Kind.EMBEDDING;
        }
    }
}
