package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * Where every inference went, in inferences; {@code malformed} alone is in records, because what cannot be read cannot
 * be counted.
 *
 * <pre>
 * received = decoded + malformed
 * decoded  = paned + late + duplicate
 * produced = paned + late + lost
 * </pre>
 *
 * <p>Without duplicates and malformed records the last line says {@code produced = received + lost}.
 *
 * @param produced handed to the log; null when a run has not ended, or its producer died and cannot say
 * @param paned in a pane, each once
 * @param late after the pane had closed
 * @param duplicate sequence numbers seen before
 * @param lost sequence numbers that were handed out and never arrived; where {@code produced} is not known, those
 *     before the newest that did arrive
 */
@JsonPropertyOrder({"produced", "received", "malformed", "decoded", "paned", "late", "duplicate", "lost"})
public record Ledger(
        @Nullable Long produced,
        long received,
        long malformed,
        long decoded,
        long paned,
        long late,
        long duplicate,
        long lost) {

    /** Whether the sums above hold. The last one is not asked where {@code produced} is not known. */
    public boolean closes() {
        return received == decoded + malformed
                && decoded == paned + late + duplicate
                && (produced == null || produced == paned + late + lost);
    }
}
