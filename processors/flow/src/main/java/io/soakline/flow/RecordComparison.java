package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecordBase;

/** Compares recomputed records with those on the log, byte by byte, and names the fields that differ. */
final class RecordComparison<T extends SpecificRecordBase> {

    private final String what;
    private final RecordCodec<T> codec;
    private final Function<T, String> identity;
    private final BiFunction<T, String, Boolean> isKnownLater;
    private final Map<String, Queue<byte[]>> onLog = new LinkedHashMap<>();
    private final Map<String, Long> knownLaterFields = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private long equal;
    private long knownLater;
    private long different;
    private long missing;

    /**
     * @param what for people: window, alert
     * @param identity what a record is about: records of one identity are compared in their order
     * @param isKnownLater whether the field of this record rests on what was not known yet when it was written
     */
    RecordComparison(
            String what,
            RecordCodec<T> codec,
            Function<T, String> identity,
            BiFunction<T, String, Boolean> isKnownLater) {
        this.what = what;
        this.codec = codec;
        this.identity = identity;
        this.isKnownLater = isKnownLater;
    }

    /** A record on the log. All of them come before the recomputed ones. */
    void expect(T record, byte[] bytes) {
        onLog.computeIfAbsent(identity.apply(record), key -> new ArrayDeque<>()).add(bytes);
    }

    /** @param required whether it counts as missing when it is not on the log */
    void accept(T record, byte[] bytes, boolean required) throws MalformedRecordException {
        String id = identity.apply(record);
        Queue<byte[]> queue = onLog.get(id);
        byte[] written = queue == null ? null : queue.poll();
        if (written == null) {
            if (required && !isKnownLater.apply(record, "")) {
                missing++;
                note(id, "recomputed, and not on the log");
            } else if (required) {
                knownLater++;
            }
        } else if (Arrays.equals(written, bytes)) {
            equal++;
        } else {
            compare(id, codec.decode(written), record);
        }
    }

    private void compare(String id, T written, T recomputed) {
        List<String> fields = new ArrayList<>();
        boolean excused = true;
        for (Schema.Field field : recomputed.getSchema().getFields()) {
            if (!Objects.equals(written.get(field.pos()), recomputed.get(field.pos()))) {
                fields.add(field.name());
                excused &= isKnownLater.apply(recomputed, field.name());
            }
        }
        if (excused && !fields.isEmpty()) {
            knownLater++;
            fields.forEach(field -> knownLaterFields.merge(field, 1L, Long::sum));
        } else {
            different++;
            note(id, fields.isEmpty() ? "differs in its encoding" : "differs in " + String.join(", ", fields));
        }
    }

    private void note(String id, String difference) {
        if (differences.size() < ReplayResult.MOST_DIFFERENCES) {
            differences.add(what + " " + id + ": " + difference);
        }
    }

    /** @param excused records on the log that need no explanation, by identity */
    ReplayResult.Comparison result(Set<String> excused) {
        long unexplained = 0;
        for (Map.Entry<String, Queue<byte[]>> left : onLog.entrySet()) {
            if (left.getValue().isEmpty()) {
                continue;
            }
            if (excused.contains(left.getKey())) {
                knownLater += left.getValue().size();
            } else {
                unexplained += left.getValue().size();
                note(left.getKey(), "on the log, and not recomputed");
            }
        }
        return new ReplayResult.Comparison(equal, knownLater, different, missing, unexplained);
    }

    Map<String, Long> knownLaterFields() {
        return knownLaterFields;
    }

    List<String> differences() {
        return differences;
    }
}
