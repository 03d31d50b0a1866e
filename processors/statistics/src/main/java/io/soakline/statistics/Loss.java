package io.soakline.statistics;

/**
 * What happened in a run's sequence over a span of it, in inferences. Of a pane: {@code received = inferences + late +
 * duplicate}; {@code missing} were never received.
 *
 * @param received decoded from the log
 * @param late skipped at first and arrived after their pane had closed: in no other figure
 * @param duplicate sequence number seen before: in no other figure
 * @param missing sequence numbers skipped; those that came late are still counted here
 */
public record Loss(long received, long late, long duplicate, long missing) {

    public static final Loss NONE = new Loss(0, 0, 0, 0);

    public Loss plus(Loss other) {
        return new Loss(
                received + other.received, late + other.late, duplicate + other.duplicate, missing + other.missing);
    }

    /** Skipped and never seen. */
    public long lost() {
        return missing - late;
    }
}
