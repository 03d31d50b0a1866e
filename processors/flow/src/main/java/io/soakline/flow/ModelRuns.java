package io.soakline.flow;

import io.soakline.record.Agreement;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of one model and input set: which of them are compared, and in which groups they stand.
 *
 * <p>A run is compared with every run that goes on or ended within the last hour, and with the newest ended run of each
 * other build. What is beyond that is forgotten; groups stay until no run of theirs has been heard of for a day.
 */
final class ModelRuns {

    /** How long after its end a run is still compared. */
    static final long COMPARED_NANOS = Duration.ofHours(1).toNanos();

    private static final long GROUP_NANOS = Duration.ofDays(1).toNanos();

    /** Inputs of pairs, each some 350 bytes: 125 runs with 64 inputs, 31 runs with 1,000. */
    private static final int MOST_COMPARISONS = 500_000;

    private static final Logger LOG = LoggerFactory.getLogger(ModelRuns.class);

    private record Stamp(long version, long known, long inferences, boolean ended) {}

    private final String modelDigest;
    private final String inputSetDigest;
    private final Function<String, @Nullable Run> described;
    private final OutputCatalog.Outputs known;
    private final AgreementTeller teller;
    private final long paneNanos;
    private final TreeMap<String, GivenOutputs> runs = new TreeMap<>();
    private final Map<ComparedPair.Key, ComparedPair> pairs = new HashMap<>();
    private final Map<GroupKey, RunGroup> groups = new HashMap<>();
    private final Map<GroupKey, Stamp> looked = new HashMap<>();
    /** Those that may stand in pairs. */
    private Set<GivenOutputs> compared = Set.of();

    private long newestNanos = Long.MIN_VALUE;
    private long changes;
    private boolean settled;
    private boolean crowded;

    ModelRuns(
            RunOutputs first,
            Function<String, @Nullable Run> described,
            OutputCatalog outputs,
            AgreementTeller teller,
            long paneNanos) {
        modelDigest = first.getModelDigest();
        inputSetDigest = first.getInputSetDigest();
        this.described = described;
        this.teller = teller;
        this.paneNanos = paneNanos;
        known = outputs.of(modelDigest, inputSetDigest);
    }

    /** Works the outputs of a pane in, without comparing. */
    void refill(RunOutputs outputs) {
        workIn(outputs);
    }

    /** Works the outputs of a pane in and compares its run: what has changed since it was last told. */
    List<Agreement> accept(RunOutputs outputs) {
        GivenOutputs mine = workIn(outputs);
        List<Agreement> news = new ArrayList<>();
        if (outputs.getOutputs().isEmpty()) {
            return news;
        }
        if (!settled) {
            settled = true;
            settle();
        }
        compareCalls(mine, news);
        compared.forEach(other -> comparePair(mine, other, news));
        for (GroupKey.Place place : GroupKey.placesOf(mine.traits())) {
            RunGroup group = groups.get(place.key());
            if (group != null && group.isVaried()) {
                compareGroup(group, news);
            }
        }
        return news;
    }

    private GivenOutputs workIn(RunOutputs outputs) {
        Run run = described.apply(outputs.getRunId());
        boolean isNew = !runs.containsKey(outputs.getRunId());
        GivenOutputs mine =
                runs.computeIfAbsent(outputs.getRunId(), id -> new GivenOutputs(RunTraits.of(outputs, run)));
        long endNanos = outputs.getPaneStartNanos() + paneNanos;
        long before = mine.version();
        mine.accept(outputs, run, Math.max(newestNanos, endNanos));
        changes += mine.version() - before;
        for (GroupKey.Place place : GroupKey.placesOf(mine.traits())) {
            group(place.key()).accept(place, mine, endNanos);
        }
        if (isNew || endNanos > newestNanos) {
            newestNanos = Math.max(newestNanos, endNanos);
            forget();
        }
        return mine;
    }

    /** A new group begins with what is still known of earlier runs that belong to it. */
    private RunGroup group(GroupKey key) {
        RunGroup found = groups.get(key);
        if (found != null) {
            return found;
        }
        RunGroup created = new RunGroup(key, known);
        groups.put(key, created);
        for (GivenOutputs run : runs.values()) {
            GroupKey.placesOf(run.traits()).stream()
                    .filter(place -> place.key().equals(key))
                    .forEach(place -> created.accept(place, run, newestNanos));
        }
        return created;
    }

    // What is to be told

    private void compareCalls(GivenOutputs run, List<Agreement> news) {
        GroupKey key = GroupKey.ofCalls(run.traits().runId());
        if (isChanged(key, run.version(), run.inferences(), run.hasEnded())
                || teller.awaits(() -> identity(key), newestNanos)) {
            CallFigures figures = CallFigures.of(run.inputs(), known, rawFormsOf(List.of(run.traits())));
            Agreement agreement = AgreementRecords.calls(modelDigest, inputSetDigest, run, figures, newestNanos);
            if (agreement.getInputs() > 0) {
                tell(agreement, run.hasEnded(), news);
            }
        }
    }

    private void comparePair(GivenOutputs mine, GivenOutputs other, List<Agreement> news) {
        if (mine == other || !(isCompared(mine, other) || isCompared(other, mine))) {
            return;
        }
        ComparedPair.Key key =
                ComparedPair.Key.of(mine.traits().runId(), other.traits().runId());
        boolean mineFirst = key.a().equals(mine.traits().runId());
        ComparedPair pair = pairs.computeIfAbsent(
                key, id -> mineFirst ? new ComparedPair(mine, other, known) : new ComparedPair(other, mine, known));
        if (pair.isChanged(surroundings()) || teller.awaits(() -> identity(key), newestNanos)) {
            RawForms rawForms = rawFormsOf(List.of(mine.traits(), other.traits()));
            Agreement agreement = AgreementRecords.pair(modelDigest, inputSetDigest, pair, rawForms, newestNanos);
            if (agreement.getInputs() > 0) {
                tell(agreement, pair.hasEnded(), news);
            }
        }
    }

    private void compareGroup(RunGroup group, List<Agreement> news) {
        group.describe(described);
        if (isChanged(group.key(), group.version(), group.inferences(), false)
                || teller.awaits(() -> identity(group.key()), newestNanos)) {
            Agreement agreement = AgreementRecords.group(
                    modelDigest, inputSetDigest, group, rawFormsOf(group.members()), newestNanos);
            if (agreement.getInputs() > 0) {
                tell(agreement, false, news);
            }
        }
    }

    private boolean isChanged(GroupKey key, long version, long inferences, boolean ended) {
        long so = ended ? inferences : Long.highestOneBit(inferences);
        Stamp now = new Stamp(version, surroundings(), so, ended);
        return !now.equals(looked.put(key, now));
    }

    private void tell(Agreement agreement, boolean last, List<Agreement> news) {
        if (teller.tell(agreement, last)) {
            news.add(agreement);
        }
    }

    /** Where sketches do not say which run gave which, nothing is said of outputs that another known run gave, too. */
    private RawForms rawFormsOf(List<RunTraits> members) {
        Set<String> ids = members.stream().map(RunTraits::runId).collect(Collectors.toSet());
        return new RawForms(
                known,
                members,
                (input, digest) -> runs.entrySet().stream()
                        .noneMatch(run ->
                                !ids.contains(run.getKey()) && run.getValue().gave(input, digest)));
    }

    /** Changes with what is known of outputs, and where raw forms are told apart, with who gave which. */
    private long surroundings() {
        return known.version() + (known.hasRawForms() ? changes : 0);
    }

    // What is kept

    private boolean isLive(GivenOutputs run) {
        return run.isLive(newestNanos, COMPARED_NANOS);
    }

    /** Whether a run that goes on is compared with the other: with any live one, and the newest one of another build. */
    private boolean isCompared(GivenOutputs live, GivenOutputs other) {
        return compared.contains(live)
                && compared.contains(other)
                && isLive(live)
                && (isLive(other)
                        || !live.traits().build().equals(other.traits().build()));
    }

    private void forget() {
        runs.forEach((runId, run) -> run.describe(described.apply(runId)));
        Set<String> newest = newestEnded();
        Set<String> gone = new HashSet<>();
        runs.forEach((runId, run) -> {
            if (!isLive(run) && !newest.contains(runId)) {
                gone.add(runId);
            }
        });
        changes += gone.size();
        for (String runId : gone) {
            runs.remove(runId);
            GroupKey calls = GroupKey.ofCalls(runId);
            looked.remove(calls);
            teller.forget(identity(calls));
        }
        compared = mostRecent();
        pairs.entrySet().removeIf(entry -> {
            ComparedPair pair = entry.getValue();
            boolean over = !(isCompared(pair.a(), pair.b()) || isCompared(pair.b(), pair.a()));
            if (over) {
                teller.forget(identity(entry.getKey()));
            }
            return over;
        });
        groups.entrySet().removeIf(entry -> {
            boolean over = entry.getValue().activeAtNanos() < newestNanos - GROUP_NANOS;
            if (over) {
                looked.remove(entry.getKey());
            }
            return over;
        });
    }

    /** All, unless they are so many that pairs would fill the memory: then those that go on and began last. */
    private Set<GivenOutputs> mostRecent() {
        int inputs = 1;
        for (GivenOutputs run : runs.values()) {
            inputs = Math.max(inputs, run.modals().size());
        }
        int most = Math.max(2, (int) Math.sqrt(2.0 * MOST_COMPARISONS / inputs));
        if (runs.size() <= most) {
            return new LinkedHashSet<>(runs.values());
        }
        if (!crowded) {
            crowded = true;
            LOG.warn(
                    "{} runs of model {} with {} inputs: only the {} that began last are compared two by two; groups are"
                            + " of all builds",
                    runs.size(),
                    modelDigest,
                    inputs,
                    most);
        }
        List<GivenOutputs> newestFirst = new ArrayList<>(runs.values());
        newestFirst.sort((a, b) -> isLive(a) != isLive(b)
                ? Boolean.compare(isLive(b), isLive(a))
                : b.traits().isNewerThan(a.traits()) ? 1 : a == b ? 0 : -1);
        return new LinkedHashSet<>(newestFirst.subList(0, most));
    }

    private Set<String> newestEnded() {
        Map<BuildKey, GivenOutputs> newest = new HashMap<>();
        for (GivenOutputs run : runs.values()) {
            if (!isLive(run)) {
                newest.merge(run.traits().build(), run, (a, b) -> b.traits().isNewerThan(a.traits()) ? b : a);
            }
        }
        Set<String> ids = new HashSet<>();
        newest.values().forEach(run -> ids.add(run.traits().runId()));
        return ids;
    }

    private String identity(ComparedPair.Key pair) {
        return AgreementBook.ofPair(modelDigest, inputSetDigest, pair.a(), pair.b());
    }

    private String identity(GroupKey group) {
        return AgreementBook.ofGroup(modelDigest, inputSetDigest, group.toString());
    }

    /** After a restart the book knows of everything that was ever told. Only what may be told again is to be kept. */
    private void settle() {
        Set<String> kept = new HashSet<>();
        for (GivenOutputs a : runs.values()) {
            for (GivenOutputs b : runs.values()) {
                kept.add(identity(
                        ComparedPair.Key.of(a.traits().runId(), b.traits().runId())));
            }
        }
        teller.keepPairs(modelDigest, inputSetDigest, kept);
    }

    /** What is held in memory, for tests: runs, pairs. */
    int size() {
        return runs.size() + pairs.size();
    }
}
