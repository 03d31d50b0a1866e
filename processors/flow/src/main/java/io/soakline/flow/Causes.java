package io.soakline.flow;

import io.soakline.cause.Cause;
import io.soakline.cause.Finding;
import io.soakline.record.Alert;
import io.soakline.record.CauseRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings about causes to what alerts carry. */
final class Causes {

    private Causes() {}

    /** What was found over a stretch, and what most of its slowest inferences were explained by, where that is else. */
    static List<CauseRecord> records(Finding finding, Map<String, Long> slowest) {
        List<CauseRecord> records = new ArrayList<>();
        finding.ranked()
                .forEach(each -> records.add(new CauseRecord(each.cause().name(), each.evidence())));
        long explained = slowest.values().stream().mapToLong(Long::longValue).sum();
        slowest.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .filter(most -> 2 * most.getValue() > explained)
                .ifPresent(most -> addSlowest(records, most.getKey(), most.getValue(), explained));
        return records;
    }

    private static void addSlowest(List<CauseRecord> records, String cause, long count, long explained) {
        if (records.stream().anyMatch(record -> record.getCause().equals(cause))) {
            return;
        }
        CauseRecord record = new CauseRecord(
                cause,
                String.format(
                        Locale.ROOT,
                        "%,d of the %,d clearly slow inferences since are explained by it",
                        count,
                        explained));
        boolean nothingBetter = isNothing(records.get(0).getCause());
        if (!isNothing(cause)) {
            records.add(nothingBetter ? 0 : records.size(), record);
        }
    }

    /** Whether the name says that nothing outside the engine was seen. */
    static boolean isNothing(String cause) {
        return cause.equals(Cause.ENGINE.name()) || cause.equals(Cause.UNKNOWN.name());
    }

    /** For people: the first cause with its evidence. */
    static void set(Alert alert, List<CauseRecord> causes) {
        alert.setCauses(causes);
        if (!causes.isEmpty()) {
            CauseRecord first = causes.get(0);
            alert.setCauseHint(Cause.valueOf(first.getCause()).label() + ": " + first.getEvidence());
        }
    }
}
