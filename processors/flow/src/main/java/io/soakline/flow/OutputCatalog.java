package io.soakline.flow;

import io.soakline.agreement.KnownOutput;
import io.soakline.agreement.OutputLookup;
import io.soakline.record.GoldenComparison;
import io.soakline.record.OutputSketch;
import io.soakline.record.TensorSketch;
import io.soakline.statistics.AnswerLabels;
import io.soakline.statistics.OutputDigest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What output digests stand for, as far as it is on the log and there is room for it. Written by one thread, read by any.
 */
final class OutputCatalog {

    private static final Logger LOG = LoggerFactory.getLogger(OutputCatalog.class);

    /** Some 60,000 outputs with a sketch; an engine with more distinct outputs than this is not repeatable anyway. */
    static final long MOST_BYTES = 100L << 20;

    /** Raw forms of one canonical output that are kept: that there are two is what matters. */
    private static final int MOST_RAW_FORMS = 4;

    /** Runs of which is kept that they gave a raw form. */
    private static final int MOST_RUNS = 64;

    private record Key(String modelDigest, String inputSetDigest) {}

    private record Place(int inputIndex, OutputDigest digest) {}

    /**
     * An output in the bytes in which engines gave it; they may differ in that and agree canonically.
     *
     * @param runs that gave it so, as far as sketches say; at most {@value #MOST_RUNS}
     */
    record RawSketch(OutputDigest digest, long negativeZeros, long nans, Set<String> runs) {

        static RawSketch of(OutputSketch sketch) {
            return new RawSketch(
                    OutputSketches.digest(sketch.getRawDigest()),
                    sketch.getTensors().stream()
                            .mapToLong(TensorSketch::getNegativeZeroCount)
                            .sum(),
                    sketch.getTensors().stream()
                            .mapToLong(TensorSketch::getNanCount)
                            .sum(),
                    sketch.getRunId().isEmpty() ? Set.of() : Set.of(sketch.getRunId()));
        }

        RawSketch and(Set<String> more) {
            if (runs.containsAll(more) || runs.size() >= MOST_RUNS) {
                return this;
            }
            Set<String> all = new HashSet<>(runs);
            all.addAll(more);
            return new RawSketch(digest, negativeZeros, nans, Set.copyOf(all));
        }
    }

    private record Entry(KnownOutput output, @Nullable GoldenComparison golden, List<RawSketch> rawForms) {

        Entry and(Entry later) {
            Map<OutputDigest, RawSketch> forms = new LinkedHashMap<>();
            rawForms.forEach(form -> forms.put(form.digest(), form));
            for (RawSketch form : later.rawForms) {
                RawSketch before = forms.get(form.digest());
                if (before != null) {
                    forms.put(form.digest(), before.and(form.runs()));
                } else if (forms.size() < MOST_RAW_FORMS) {
                    forms.put(form.digest(), form);
                }
            }
            // What only one of them says is not forgotten.
            KnownOutput known = later.output.answer() == null && output.answer() != null ? output : later.output;
            return new Entry(known, later.golden == null ? golden : later.golden, List.copyOf(forms.values()));
        }

        /** Whether it says the same of outputs; who gave them matters only where there are several raw forms. */
        boolean tellsTheSame(Entry other) {
            return output.equals(other.output)
                    && Objects.equals(golden, other.golden)
                    && (rawForms.equals(other.rawForms) || (rawForms.size() == 1 && other.rawForms.size() == 1));
        }
    }

    /** The outputs of one model on one input set. */
    static final class Outputs implements OutputLookup, AnswerLabels {

        private final Map<Place, Entry> entries = new ConcurrentHashMap<>();
        private final AtomicLong version = new AtomicLong();
        private volatile boolean anyRawForms;

        private @Nullable Entry entry(int inputIndex, OutputDigest digest) {
            return entries.get(new Place(inputIndex, digest));
        }

        @Override
        public @Nullable KnownOutput output(int inputIndex, OutputDigest digest) {
            Entry entry = entry(inputIndex, digest);
            return entry == null ? null : entry.output();
        }

        /** The one label of the output; null also where it has several, as for several rows. */
        @Override
        public @Nullable Integer label(int inputIndex, OutputDigest digest) {
            KnownOutput known = output(inputIndex, digest);
            List<Integer> labels = known == null ? null : known.labels();
            return labels == null || labels.size() != 1 ? null : labels.get(0);
        }

        /** How the output differs from the golden one of its input; null where that is not known. */
        @Nullable
        GoldenComparison golden(int inputIndex, OutputDigest digest) {
            Entry entry = entry(inputIndex, digest);
            return entry == null ? null : entry.golden();
        }

        /** In which bytes engines gave the output; several that are canonically the same. */
        List<RawSketch> rawForms(int inputIndex, OutputDigest digest) {
            Entry entry = entry(inputIndex, digest);
            return entry == null ? List.of() : entry.rawForms();
        }

        /** Whether there is any output that came in several. */
        boolean hasRawForms() {
            return anyRawForms;
        }

        /** Changes when something becomes known. */
        long version() {
            return version.get();
        }

        private void put(Place place, Entry entry) {
            Entry before = entries.get(place);
            Entry now = before == null ? entry : before.and(entry);
            entries.put(place, now);
            if (before == null || !now.tellsTheSame(before)) {
                anyRawForms |= now.rawForms().size() > 1;
                version.incrementAndGet();
            }
        }
    }

    private final long mostBytes;
    private final Map<Key, Outputs> known = new ConcurrentHashMap<>();
    private final LongAdder notKept = new LongAdder();
    private long bytes;

    OutputCatalog(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    void accept(OutputSketch sketch) {
        Outputs outputs = of(sketch.getModelDigest(), sketch.getInputSetDigest());
        Entry entry = new Entry(OutputSketches.output(sketch), sketch.getGolden(), List.of(RawSketch.of(sketch)));
        Place place = new Place(sketch.getInputIndex(), entry.output().digest());
        if (!outputs.entries.containsKey(place)) {
            long more = OutputSketches.bytes(sketch);
            if (bytes + more > mostBytes) {
                refuse();
                return;
            }
            bytes += more;
        }
        outputs.put(place, entry);
    }

    private void refuse() {
        if (notKept.sum() == 0) {
            LOG.warn(
                    "descriptions of outputs fill the {} MiB that are kept of them: of further outputs only equality is"
                            + " known, not how far they differ; an engine whose outputs hardly ever repeat does that",
                    mostBytes >> 20);
        }
        notKept.increment();
    }

    /** Outputs that are described on the log and were not kept for want of room. */
    long notKept() {
        return notKept.sum();
    }

    Outputs of(String modelDigest, String inputSetDigest) {
        Key key = new Key(modelDigest, inputSetDigest);
        Outputs outputs = known.get(key);
        return outputs != null ? outputs : Objects.requireNonNull(known.computeIfAbsent(key, k -> new Outputs()));
    }
}
