package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Agreement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares what could be said of pairs and groups, as it is recomputed, with what the log says of them.
 *
 * <p>When something is said rests on when it became known, which is not on the log; what is said does not. So each agreement
 * on the log is worked out again as of its own time and compared byte by byte; and whenever something has changed, what the
 * log said last has to be the same but for the exact number of inferences, or something is missing.
 */
final class AgreementComparison implements AgreementTeller {

    private record Candidate(Agreement agreement, boolean last) {}

    /** Of one pair or group. */
    private static final class Subject {
        private final TreeMap<Long, List<byte[]>> written = new TreeMap<>();
        private final List<Candidate> candidates = new ArrayList<>();
        private long candidatesAsOfNanos;
        private @Nullable Agreement standing;
    }

    private final AgreementExcuses excuses;
    private final RecordCodec<Agreement> codec = RecordCodec.of(Agreement.class);
    private final Map<String, Subject> subjects = new LinkedHashMap<>();
    private final Map<String, Long> knownLaterFields = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private long equal;
    private long knownLater;
    private long different;
    private long missing;
    private long unexplained;

    AgreementComparison(AgreementExcuses excuses) {
        this.excuses = excuses;
    }

    /** An agreement on the log. All of them come before the recomputed ones, those of one subject in their order. */
    void expect(byte[] bytes) throws MalformedRecordException {
        Agreement agreement = codec.decode(bytes);
        subjects.computeIfAbsent(AgreementBook.identity(agreement), id -> new Subject())
                .written
                .computeIfAbsent(agreement.getAsOfNanos(), at -> new ArrayList<>())
                .add(bytes);
    }

    @Override
    public boolean awaits(Supplier<String> identity, long asOfNanos) {
        Subject subject = subjects.get(identity.get());
        return subject != null && subject.written.containsKey(asOfNanos);
    }

    /** Writes nothing. */
    @Override
    public boolean tell(Agreement agreement, boolean last) {
        Subject subject = subjects.computeIfAbsent(AgreementBook.identity(agreement), id -> new Subject());
        if (agreement.getAsOfNanos() != subject.candidatesAsOfNanos) {
            resolve(subject);
            subject.candidatesAsOfNanos = agreement.getAsOfNanos();
        }
        subject.candidates.add(new Candidate(agreement, last));
        return false;
    }

    @Override
    public void forget(String identity) {
        // The log has what is said again.
    }

    @Override
    public void keepPairs(String modelDigest, String inputSetDigest, Set<String> kept) {
        // The log has what is said again.
    }

    /** To be called once everything is told. */
    ReplayResult.Comparison result() {
        subjects.values().forEach(subject -> {
            resolve(subject);
            subject.written.values().forEach(left -> left.forEach(this::explain));
        });
        return new ReplayResult.Comparison(equal, knownLater, different, missing, unexplained);
    }

    /** Several runs' outputs of one pane may each say something as of the same time. */
    private void resolve(Subject subject) {
        List<Candidate> candidates = subject.candidates;
        if (candidates.isEmpty()) {
            return;
        }
        List<byte[]> written = subject.written.remove(subject.candidatesAsOfNanos);
        if (written != null) {
            match(written, new ArrayList<>(candidates));
            subject.standing = decode(written.get(written.size() - 1));
        }
        stand(subject, candidates.get(candidates.size() - 1));
        candidates.clear();
    }

    private void match(List<byte[]> written, List<Candidate> candidates) {
        List<byte[]> others = new ArrayList<>();
        for (byte[] bytes : written) {
            Candidate same = candidates.stream()
                    .filter(candidate -> Arrays.equals(codec.encode(candidate.agreement()), bytes))
                    .findFirst()
                    .orElse(null);
            if (same == null) {
                others.add(bytes);
            } else {
                candidates.remove(same);
                equal++;
            }
        }
        for (byte[] bytes : others) {
            Candidate nearest = nearest(decode(bytes), candidates);
            if (nearest == null) {
                explain(bytes);
            } else {
                candidates.remove(nearest);
                compare(decode(bytes), nearest.agreement());
            }
        }
    }

    private static @Nullable Candidate nearest(Agreement written, List<Candidate> candidates) {
        Candidate nearest = null;
        int fewest = Integer.MAX_VALUE;
        for (Candidate candidate : candidates) {
            int differing =
                    AgreementExcuses.differing(written, candidate.agreement()).size();
            if (differing < fewest) {
                fewest = differing;
                nearest = candidate;
            }
        }
        return nearest;
    }

    private void compare(Agreement written, Agreement recomputed) {
        Set<String> fields = excuses.of(written, recomputed);
        if (fields == null || fields.isEmpty()) {
            different++;
            note(written, differing("differs", AgreementExcuses.differing(written, recomputed)));
        } else {
            knownLater++;
            fields.forEach(field -> knownLaterFields.merge(field, 1L, Long::sum));
        }
    }

    private static String differing(String how, Set<String> fields) {
        return how + " in " + (fields.isEmpty() ? "its encoding" : String.join(", ", new TreeSet<>(fields)));
    }

    /** What is recomputed now has to be what was said last, or to be excused; each gap counts once. */
    private void stand(Subject subject, Candidate now) {
        Agreement standing = subject.standing;
        Agreement recomputed = now.agreement();
        if (standing == null) {
            miss(subject, recomputed, "recomputed, and not on the log");
            return;
        }
        Agreement said = now.last() ? AgreementBook.exact(standing) : AgreementBook.rough(standing);
        Agreement due = now.last() ? AgreementBook.exact(recomputed) : AgreementBook.rough(recomputed);
        if (excuses.of(said, due) == null) {
            miss(subject, recomputed, differing("news", AgreementExcuses.differing(said, due)) + " is not on the log");
        }
    }

    private void miss(Subject subject, Agreement recomputed, String how) {
        if (excuses.isOfRevived(recomputed)) {
            knownLater++;
            knownLaterFields.merge("end", 1L, Long::sum);
        } else {
            missing++;
            note(recomputed, how);
        }
        subject.standing = recomputed;
    }

    private void explain(byte[] left) {
        Agreement agreement = decode(left);
        if (excuses.isOfRevived(agreement)) {
            knownLater++;
            knownLaterFields.merge("end", 1L, Long::sum);
        } else {
            unexplained++;
            note(agreement, "on the log, and not recomputed");
        }
    }

    private void note(Agreement agreement, String difference) {
        if (differences.size() < ReplayResult.MOST_DIFFERENCES) {
            differences.add("agreement " + AgreementBook.identity(agreement) + " " + agreement.getAsOfNanos() + ": "
                    + difference);
        }
    }

    private Agreement decode(byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (MalformedRecordException e) {
            throw new IllegalStateException("was decoded before", e);
        }
    }

    Map<String, Long> knownLaterFields() {
        return new HashMap<>(knownLaterFields);
    }

    List<String> differences() {
        return differences;
    }
}
