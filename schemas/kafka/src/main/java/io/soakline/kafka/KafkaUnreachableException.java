package io.soakline.kafka;

/** The broker did not answer in time. The message names it and says what to check. */
public final class KafkaUnreachableException extends RuntimeException {

    public KafkaUnreachableException(KafkaSettings kafka, String attempted, Throwable cause) {
        super(
                "Kafka at " + kafka.bootstrapServers() + " did not answer (" + attempted + ": " + rootMessage(cause)
                        + "); is it running, and is --kafka right?",
                cause);
    }

    private static String rootMessage(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName() + (root.getMessage() == null ? "" : " " + root.getMessage());
    }
}
