package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.statistics.Ledger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a soak showed: version 1 of the summary document. Later versions only add. A number that is unknown, or refused
 * for want of samples, is null and never zero. Times are nanoseconds; rates are shares between 0 and 1.
 *
 * @param version of this document, {@value #VERSION}
 * @param verdict the worst verdict of the runs, see {@link Verdict#worst}; {@code INSUFFICIENT} without runs
 * @param store what was written to the time series store; null when there was none
 * @param notes what happened beside the runs, one line each: an engine that was not built, a producer that was killed
 * @param merged latency over all runs of one engine, and of one device; empty when only some runs are told about
 * @param variance how much of the differences in latency comes from builds, runs, devices and loads, for each compiler
 * @param platforms whether a nominally faster device is the slower one; empty unless a model ran on several devices
 * @param groups how far the outputs of runs agree among which one factor varies; {@code agreements} holds the pairs
 * @param selfTests of the engines: what needs no reference
 * @param audit what the figures say of builds and compilers; null in documents that are older than it
 */
@JsonPropertyOrder({
    "version",
    "verdict",
    "runs",
    "agreements",
    "alerts",
    "ledger",
    "store",
    "notes",
    "merged",
    "variance",
    "platforms",
    "groups",
    "selfTests",
    "audit"
})
public record SoakSummary(
        int version,
        String verdict,
        List<RunSummary> runs,
        List<AgreementSummary> agreements,
        List<AlertSummary> alerts,
        LedgerSummary ledger,
        @Nullable Store store,
        List<String> notes,
        List<MergedSummary> merged,
        List<VarianceSummary> variance,
        List<PlatformSummary> platforms,
        List<AgreementSummary> groups,
        List<SelfTestSummary> selfTests,
        @Nullable AuditSummary audit) {

    public static final int VERSION = 1;

    public SoakSummary {
        runs = List.copyOf(runs);
        agreements = List.copyOf(agreements);
        alerts = List.copyOf(alerts);
        notes = List.copyOf(notes);
        merged = orNone(merged);
        variance = orNone(variance);
        platforms = orNone(platforms);
        groups = orNone(groups);
        selfTests = orNone(selfTests);
    }

    /** Documents of the first days lack what was added since. */
    private static <T> List<T> orNone(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** The same with these notes. */
    public SoakSummary withNotes(List<String> said) {
        return new SoakSummary(
                version,
                verdict,
                runs,
                agreements,
                alerts,
                ledger,
                store,
                said,
                merged,
                variance,
                platforms,
                groups,
                selfTests,
                audit);
    }

    /**
     * One run over its whole length, warm-up excluded.
     *
     * @param model file name of the ONNX model
     * @param engine name of the engine as people see it
     * @param inferences n of every figure of the run
     * @param deadlineMisses null when no deadline was set
     * @param predictability null when no statistics have arrived
     * @param build the compile that the engine came from; null for engines built before this was kept
     * @param engineId what the engine does: model, compiler, configuration, schedule
     * @param scheduleDigest of schedules or tactics; null where the compiler makes no choice
     * @param artefactDigest of the engine's bytes
     * @param configuration every builder option that shaped the engine
     * @param conditions null in documents that are older than they
     * @param correctOnTime null without labels or without a deadline
     * @param validity whether the conditions that the policy asks for were kept; null where nobody looked
     * @param energy gross and net; null without any energy or power sensor
     * @param phases where the latency goes; empty when the engine does not offer it
     */
    @JsonPropertyOrder({
        "run",
        "device",
        "model",
        "engine",
        "compiler",
        "inferences",
        "latencyNanos",
        "cv",
        "deadlineMisses",
        "repeatability",
        "top1Accuracy",
        "energyJoulesPerInference",
        "verdict",
        "predictability",
        "build",
        "engineId",
        "configurationDigest",
        "scheduleDigest",
        "artefactDigest",
        "configuration",
        "conditions",
        "correctOnTime",
        "cpuUtilisationPercent",
        "nonFinite",
        "throttled",
        "validity",
        "energy",
        "phases"
    })
    public record RunSummary(
            String run,
            String device,
            String model,
            String engine,
            String compiler,
            long inferences,
            LatencyNanos latencyNanos,
            @Nullable Double cv,
            @Nullable Long deadlineMisses,
            Repeatability repeatability,
            @Nullable Double top1Accuracy,
            @Nullable Double energyJoulesPerInference,
            Verdict verdict,
            @Nullable Predictability predictability,
            @Nullable BuildOfRun build,
            @Nullable String engineId,
            @Nullable String configurationDigest,
            @Nullable String scheduleDigest,
            @Nullable String artefactDigest,
            Map<String, String> configuration,
            @Nullable Conditions conditions,
            @Nullable CorrectOnTime correctOnTime,
            @Nullable Double cpuUtilisationPercent,
            @Nullable Long nonFinite,
            @Nullable Long throttled,
            @Nullable ValiditySummary validity,
            @Nullable EnergySummary energy,
            List<PhaseSummary> phases) {

        public RunSummary {
            configuration = configuration == null ? new TreeMap<>() : new TreeMap<>(configuration);
            phases = orNone(phases);
        }

        /** The verdict's reason without the evidence of broken conditions, which have a place of their own. */
        public String reason() {
            return validity == null || validity.reason().isEmpty()
                    ? verdict.reason()
                    : verdict.reason().replace(": " + validity.reason(), "");
        }

        /** Names the compile, also where the log is older than build ids: then by the engine and its bytes. */
        public String buildKey() {
            if (build != null) {
                return build.buildId();
            }
            return artefactDigest == null ? engine : engine + "/" + artefactDigest;
        }
    }

    /**
     * Over all runs of one engine on one device, or of all engines of one device.
     *
     * @param scope {@code engine} or {@code device}
     * @param engine empty for a device
     */
    @JsonPropertyOrder({"scope", "device", "engine", "inferences", "latencyNanos", "predictability"})
    public record MergedSummary(
            String scope,
            String device,
            String engine,
            long inferences,
            LatencyNanos latencyNanos,
            Predictability predictability) {}

    /** Service time. Quantiles are rounded to whole nanoseconds. */
    @JsonPropertyOrder({"min", "p50", "p90", "p99", "p999", "max", "mean"})
    public record LatencyNanos(
            @Nullable Long min,
            @Nullable Long p50,
            @Nullable Long p90,
            @Nullable Long p99,
            @Nullable Long p999,
            @Nullable Long max,
            @Nullable Long mean) {}

    /**
     * Same engine, same input, same output?
     *
     * @param inputs distinct inputs seen
     * @param bitwiseRate share of inferences that gave their input's most frequent output; null when no input came twice
     * @param distinctOutputs distinct output digests, summed over the inputs
     * @param mismatchRateUpper95 one-sided bound on the share of differing outputs
     */
    @JsonPropertyOrder({"inputs", "bitwiseRate", "distinctOutputs", "mismatchRateUpper95"})
    public record Repeatability(
            int inputs,
            @Nullable Double bitwiseRate,
            @Nullable Long distinctOutputs,
            @Nullable Double mismatchRateUpper95) {}

    /**
     * One alert: its newest state, and that it fired. Times are RFC 3339, UTC.
     *
     * @param state as in the record, lower case
     * @param since of the newest state's episode
     * @param size how much it is about, in {@code unit}, with its 95 % interval where there is one
     * @param fired how often it went to firing, as far as the log still tells
     * @param firedAt when it last went to firing; null when it never did
     * @param resolvedAt null while it is not
     * @param evidence one sentence with the figures
     * @param causes what was seen at that time that explains it, most telling first
     * @param changeAt when the change began, by estimate; the data allow {@code changeFrom} to {@code changeTo}
     * @param expectedByChancePerWeek alerts of this kind per stream and week that the budget allows while nothing changes
     */
    @JsonPropertyOrder({
        "kind",
        "subject",
        "state",
        "since",
        "size",
        "sizeLow",
        "sizeHigh",
        "unit",
        "severity",
        "run",
        "device",
        "group",
        "fired",
        "firedAt",
        "resolvedAt",
        "evidence",
        "causeHint",
        "causes",
        "changeAt",
        "changeFrom",
        "changeTo",
        "logEvidence",
        "logThreshold",
        "expectedByChancePerWeek"
    })
    public record AlertSummary(
            String kind,
            String subject,
            String state,
            String since,
            @Nullable Double size,
            @Nullable Double sizeLow,
            @Nullable Double sizeHigh,
            @Nullable String unit,
            @Nullable String severity,
            @Nullable String run,
            @Nullable String device,
            @Nullable String group,
            int fired,
            @Nullable String firedAt,
            @Nullable String resolvedAt,
            @Nullable String evidence,
            @Nullable String causeHint,
            List<CauseSummary> causes,
            @Nullable String changeAt,
            @Nullable String changeFrom,
            @Nullable String changeTo,
            @Nullable Double logEvidence,
            @Nullable Double logThreshold,
            @Nullable Double expectedByChancePerWeek) {

        public AlertSummary {
            causes = orNone(causes);
        }
    }

    /** @param evidence the figures behind it, one sentence */
    @JsonPropertyOrder({"cause", "evidence"})
    public record CauseSummary(String cause, String evidence) {}

    /**
     * Where every inference went, as {@link Ledger} defines it.
     *
     * @param produced null when a run has not ended, or its producer died and cannot say
     */
    @JsonPropertyOrder({"produced", "received", "malformed", "decoded", "paned", "late", "duplicate", "lost"})
    public record LedgerSummary(
            @Nullable Long produced,
            long received,
            long malformed,
            long decoded,
            long paned,
            long late,
            long duplicate,
            long lost) {

        static LedgerSummary of(Ledger ledger, boolean everyRunAnnounced) {
            return new LedgerSummary(
                    everyRunAnnounced ? ledger.produced() : null,
                    ledger.received(),
                    ledger.malformed(),
                    ledger.decoded(),
                    ledger.paned(),
                    ledger.late(),
                    ledger.duplicate(),
                    ledger.lost());
        }

        /** Whether the sums hold; that of {@code produced} is not asked where it is not known. */
        public boolean closes() {
            return received == decoded + malformed
                    && decoded == paned + late + duplicate
                    && (produced == null || produced == received + lost);
        }
    }

    /** @param points written, each counted once */
    @JsonPropertyOrder({"kind", "points"})
    public record Store(String kind, long points) {}
}
