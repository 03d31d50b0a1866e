package io.soakline.flow;

import io.soakline.log.Keys;
import io.soakline.record.Agreement;
import io.soakline.record.RunOutputs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** From the outputs of single runs to how far the runs of one model and input set agree, in pairs and in groups. */
final class AgreementStage {

    private final RunCatalog catalog;
    private final long paneNanos;
    private final AgreementBook book = new AgreementBook();
    private final Map<TopicPartition, Map<String, ModelRuns>> models = new HashMap<>();

    AgreementStage(RunCatalog catalog, long paneNanos) {
        this.catalog = catalog;
        this.paneNanos = paneNanos;
    }

    /** @param past everything on the agreements topic */
    void restore(List<ConsumerRecord<byte[], byte[]>> past) {
        book.restore(past);
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
                .computeIfAbsent(Keys.of(outputs), key -> new ModelRuns(outputs, catalog, book, paneNanos));
    }
}
