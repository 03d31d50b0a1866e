package io.soakline.flow;

import io.soakline.log.Keys;
import io.soakline.record.Agreement;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** From the outputs of single runs to how far the runs of one model and input set agree, in pairs and in groups. */
final class AgreementStage {

    private final Function<String, @Nullable Run> described;
    private final OutputCatalog known;
    private final AgreementTeller teller;
    private final long paneNanos;
    private final Map<TopicPartition, Map<String, ModelRuns>> models = new HashMap<>();

    /**
     * @param described runs by their ids; null for those that are not described yet
     * @param teller decides what is news
     */
    AgreementStage(
            Function<String, @Nullable Run> described, OutputCatalog known, AgreementTeller teller, long paneNanos) {
        this.described = described;
        this.known = known;
        this.teller = teller;
        this.paneNanos = paneNanos;
    }

    void revoked(TopicPartition partition) {
        models.remove(partition);
    }

    /** Works the outputs of a pane in, without comparing. */
    void refill(TopicPartition partition, RunOutputs outputs) {
        runs(partition, outputs).refill(outputs);
    }

    /** Works the outputs of a pane in and compares its run with others: what has changed since it was last told. */
    List<Agreement> accept(TopicPartition partition, RunOutputs outputs) {
        return runs(partition, outputs).accept(outputs);
    }

    private ModelRuns runs(TopicPartition partition, RunOutputs outputs) {
        return models.computeIfAbsent(partition, key -> new HashMap<>())
                .computeIfAbsent(Keys.of(outputs), key -> new ModelRuns(outputs, described, known, teller, paneNanos));
    }
}
