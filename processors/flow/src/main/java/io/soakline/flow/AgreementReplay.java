package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Works the outputs of runs in again and compares the agreements that come of it with those on the log. */
final class AgreementReplay {

    private record Given(TopicPartition partition, RunOutputs outputs) {}

    private final RunCatalog catalog;
    private final long paneNanos;
    private final RecordCodec<RunOutputs> outputsCodec = RecordCodec.of(RunOutputs.class);

    /** @param catalog that knows everything */
    AgreementReplay(RunCatalog catalog, long paneNanos) {
        this.catalog = catalog;
        this.paneNanos = paneNanos;
    }

    /**
     * All records of three topics, those of one partition in their order.
     *
     * @return compared; ask it for the {@link AgreementComparison#result}
     */
    AgreementComparison compare(
            List<ConsumerRecord<byte[], byte[]>> panes,
            List<ConsumerRecord<byte[], byte[]>> runOutputs,
            List<ConsumerRecord<byte[], byte[]>> agreements)
            throws MalformedRecordException {
        List<Given> given = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : runOutputs) {
            given.add(new Given(
                    new TopicPartition(record.topic(), record.partition()), outputsCodec.decode(record.value())));
        }
        AgreementComparison comparison = new AgreementComparison(new AgreementExcuses(catalog, revived(given)));
        for (ConsumerRecord<byte[], byte[]> record : agreements) {
            comparison.expect(record.value());
        }
        EndsInOrder ends = new EndsInOrder(
                catalog, panes, given.stream().map(Given::outputs).toList());
        AgreementStage stage = new AgreementStage(ends::run, catalog.outputs(), comparison, paneNanos);
        for (Given each : given) {
            ends.next(each.outputs());
            stage.accept(each.partition(), each.outputs());
        }
        return comparison;
    }

    /** Runs that have ended by now and were once not heard of for so long that they would have passed for over. */
    private Set<String> revived(List<Given> given) {
        Map<String, Long> heard = new HashMap<>();
        Set<String> revived = new HashSet<>();
        for (Given each : given) {
            RunOutputs outputs = each.outputs();
            Long before = heard.put(outputs.getRunId(), outputs.getPaneStartNanos());
            Run run = catalog.run(outputs.getRunId());
            if (before != null
                    && run != null
                    && run.getEnd() != null
                    && outputs.getPaneStartNanos() - before > ModelRuns.COMPARED_NANOS) {
                revived.add(outputs.getRunId());
            }
        }
        return revived;
    }
}
