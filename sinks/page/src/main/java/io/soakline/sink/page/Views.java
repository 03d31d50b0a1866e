package io.soakline.sink.page;

import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.Load;
import io.soakline.record.PwcetLevel;
import io.soakline.record.PwcetRecord;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.WindowStats;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the browser is sent. Wall-clock times are milliseconds since 1970 (nanoseconds do not fit a JavaScript number),
 * durations nanoseconds; unknown numbers are null.
 */
final class Views {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_SENTENCE = 600;
    private static final int MOST_PROPERTIES = 40;

    private Views() {}

    record RunView(
            String run,
            String device,
            String engine,
            String compiler,
            String compilerVersion,
            String target,
            String model,
            String modelDigest,
            String inputSetDigest,
            int inputs,
            LoadView load,
            Map<String, String> hardware,
            Map<String, String> environment,
            long startedAtMillis,
            @Nullable EndView end) {

        static RunView of(Run run) {
            return new RunView(
                    name(run.getRunId()),
                    name(run.getDeviceId()),
                    name(run.getEngineName()),
                    name(run.getCompiler()),
                    name(run.getCompilerVersion()),
                    name(run.getTarget()),
                    name(run.getModelName()),
                    name(run.getModelDigest()),
                    name(run.getInputSetDigest()),
                    run.getInputCount(),
                    LoadView.of(run.getLoad()),
                    properties(run.getDevice()),
                    properties(run.getEnvironment()),
                    millis(run.getStartedAtNanos()),
                    run.getEnd() == null ? null : EndView.of(run.getEnd()));
        }
    }

    record LoadView(
            String pattern,
            @Nullable Long periodNanos,
            @Nullable Long deadlineNanos,
            String waiting) {
        static LoadView of(Load load) {
            return new LoadView(
                    load.getPattern().name().toLowerCase(Locale.ROOT),
                    load.getPeriodNanos(),
                    load.getDeadlineNanos(),
                    name(load.getWaiting()));
        }
    }

    record EndView(long atMillis, @Nullable Long produced, String exit, String reason) {
        static EndView of(RunEnd end) {
            return new EndView(
                    millis(end.getEndedAtNanos()),
                    end.getProduced(),
                    end.getExit().name().toLowerCase(Locale.ROOT),
                    sentence(end.getReason()));
        }
    }

    record VerdictView(String state, String reason) {}

    record BucketsView(List<Double> upperNanos, List<Long> counts) {}

    record WindowView(
            String run,
            String window,
            long startMillis,
            long endMillis,
            int panes,
            long n,
            @Nullable Double ratePerSecond,
            @Nullable Long minNanos,
            @Nullable Double meanNanos,
            @Nullable Double p50Nanos,
            @Nullable Double p90Nanos,
            @Nullable Double p99Nanos,
            @Nullable Double p999Nanos,
            @Nullable Long maxNanos,
            @Nullable Double cv,
            @Nullable Double interquartileRangeNanos,
            @Nullable Double p99OverP50,
            @Nullable Double responseP99Nanos,
            @Nullable Long deadlineNanos,
            @Nullable Long deadlineMisses,
            @Nullable Double deadlineMissRateUpper95,
            int inputs,
            @Nullable Double bitwiseRate,
            long distinctOutputs,
            @Nullable Double mismatchRateUpper95,
            long nonFinite,
            long harnessPaused,
            long throttled,
            @Nullable Double top1Accuracy,
            @Nullable Double cpuUtilisationPercent,
            @Nullable Double energyJoulesPerInference,
            BucketsView buckets,
            VerdictView verdict,
            PredictabilityView predictability) {

        static WindowView of(WindowStats w) {
            return new WindowView(
                    name(w.getRunId()),
                    name(w.getWindow()),
                    millis(w.getStartNanos()),
                    millis(w.getEndNanos()),
                    w.getPanes(),
                    w.getInferences(),
                    finite(w.getRatePerSecond()),
                    w.getLatencyMinNanos(),
                    finite(w.getLatencyMeanNanos()),
                    finite(w.getLatencyP50Nanos()),
                    finite(w.getLatencyP90Nanos()),
                    finite(w.getLatencyP99Nanos()),
                    finite(w.getLatencyP999Nanos()),
                    w.getLatencyMaxNanos(),
                    finite(w.getCv()),
                    finite(w.getInterquartileRangeNanos()),
                    finite(w.getP99OverP50()),
                    finite(w.getResponseP99Nanos()),
                    w.getDeadlineNanos(),
                    w.getDeadlineMisses(),
                    finite(w.getDeadlineMissRateUpper95()),
                    w.getInputs(),
                    finite(w.getBitwiseRate()),
                    w.getDistinctOutputs(),
                    finite(w.getMismatchRateUpper95()),
                    w.getNonFinite(),
                    w.getHarnessPaused(),
                    w.getThrottled(),
                    finite(w.getTop1Accuracy()),
                    finite(w.getCpuUtilisationPercent()),
                    finite(w.getEnergyJoulesPerInference()),
                    new BucketsView(
                            w.getBuckets().getUpperNanos(), w.getBuckets().getCounts()),
                    new VerdictView(
                            w.getVerdict().getState().name(),
                            sentence(w.getVerdict().getReason())),
                    PredictabilityView.of(w));
        }

        Point point() {
            int seconds = (int) Math.max(1, Math.round((endMillis - startMillis) / 1e3));
            return new Point(endMillis, seconds, n, p50Nanos, p90Nanos, p99Nanos, p999Nanos, maxNanos);
        }
    }

    /** @param needed inferences below which it is refused */
    record QuantileView(
            double p,
            @Nullable Double nanos,
            @Nullable Double lowNanos,
            @Nullable Double highNanos,
            long needed) {}

    /**
     * How predictable the latency is, as far as it is shown.
     *
     * @param jitterNanos p99.9 minus p50 of the response time
     * @param pwcetNanos upper end of the rarest level of the pWCET estimate
     * @param pwcetProbability that level: exceedances per inference
     * @param referencePanes panes that drift is judged against; null when there are none yet
     */
    record PredictabilityView(
            List<QuantileView> latency,
            @Nullable Double robustCv,
            @Nullable Double jitterNanos,
            @Nullable Double stepMeanNanos,
            @Nullable Double autocorrelationLag1,
            @Nullable Long longestMissRun,
            @Nullable Integer worstMissesIn100,
            @Nullable Double missRateAnytimeUpper95,
            int modes,
            @Nullable Double pwcetNanos,
            @Nullable Double pwcetProbability,
            @Nullable String pwcetRefusedBy,
            Map<String, Long> slowestCauses,
            @Nullable Integer referencePanes) {

        private static final int MOST_CAUSES = 8;

        static PredictabilityView of(WindowStats w) {
            PwcetRecord pwcet = w.getPwcet();
            PwcetLevel rarest = pwcet == null || pwcet.getRefusedBy() != null ? null : rarest(pwcet);
            return new PredictabilityView(
                    w.getLatencyQuantiles().stream()
                            .map(q -> new QuantileView(
                                    q.getP(),
                                    finite(q.getNanos()),
                                    finite(q.getLowNanos()),
                                    finite(q.getHighNanos()),
                                    q.getNeeded()))
                            .toList(),
                    finite(w.getRobustCv()),
                    finite(w.getJitterP999OverP50Nanos()),
                    finite(w.getStepMeanNanos()),
                    finite(w.getAutocorrelationLag1()),
                    w.getLongestMissRun(),
                    w.getWorstMissesIn100(),
                    finite(w.getDeadlineMissRateAnytimeUpper95()),
                    w.getModes().size(),
                    rarest == null ? null : finite(rarest.getHighNanos()),
                    rarest == null ? null : finite(rarest.getExceedanceProbability()),
                    pwcet == null || pwcet.getRefusedBy() == null ? null : sentence(pwcet.getRefusedBy()),
                    counts(w.getSlowestCauses()),
                    w.getReferencePanes());
        }

        private static @Nullable PwcetLevel rarest(PwcetRecord pwcet) {
            return pwcet.getLevels().stream()
                    .min(Comparator.comparingDouble(PwcetLevel::getExceedanceProbability))
                    .orElse(null);
        }

        private static Map<String, Long> counts(Map<String, Long> causes) {
            Map<String, Long> some = new TreeMap<>();
            for (Map.Entry<String, Long> cause : new TreeMap<>(causes).entrySet()) {
                if (some.size() < MOST_CAUSES) {
                    some.put(name(cause.getKey()), cause.getValue());
                }
            }
            return some;
        }
    }

    /** The largest latency since the run began, and when that inference started (null when not kept). */
    record MaxView(long nanos, @Nullable Long atMillis) {}

    record PaneView(
            String run,
            long endMillis,
            PaneLedgers.Totals ledger,
            @Nullable MaxView max) {}

    /** History as columns, oldest first. */
    record HistoryView(
            List<Long> endMillis,
            List<Integer> seconds,
            List<Long> n,
            List<@Nullable Double> p50Nanos,
            List<@Nullable Double> p90Nanos,
            List<@Nullable Double> p99Nanos,
            List<@Nullable Double> p999Nanos,
            List<@Nullable Long> maxNanos) {

        static HistoryView of(List<Point> points) {
            return new HistoryView(
                    points.stream().map(Point::endMillis).toList(),
                    points.stream().map(Point::seconds).toList(),
                    points.stream().map(Point::n).toList(),
                    column(points, Point::p50Nanos),
                    column(points, Point::p90Nanos),
                    column(points, Point::p99Nanos),
                    column(points, Point::p999Nanos),
                    column(points, Point::maxNanos));
        }

        private static <T> List<@Nullable T> column(
                List<Point> points, java.util.function.Function<Point, @Nullable T> value) {
            List<@Nullable T> column = new java.util.ArrayList<>(points.size());
            for (Point point : points) {
                column.add(value.apply(point));
            }
            return column;
        }
    }

    record RunState(
            RunView about,
            Map<String, WindowView> windows,
            HistoryView history,
            PaneLedgers.Totals ledger,
            @Nullable MaxView max,
            @Nullable Long lastPaneEndMillis) {}

    record AgreementView(
            String runA,
            String runB,
            String engineA,
            String engineB,
            String factor,
            long asOfMillis,
            int inputs,
            @Nullable Double bitwiseRate,
            @Nullable Double top1Rate,
            @Nullable Double maxAbs,
            @Nullable Integer labelFlips,
            String evidence) {

        static AgreementView of(Agreement a) {
            return new AgreementView(
                    name(a.getRunA()),
                    name(a.getRunB()),
                    name(a.getEngineA()),
                    name(a.getEngineB()),
                    a.getFactor().name().toLowerCase(Locale.ROOT),
                    millis(a.getAsOfNanos()),
                    a.getInputs(),
                    finite(a.getBitwiseRate()),
                    finite(a.getTop1Rate()),
                    finite(a.getMaxAbs()),
                    a.getLabelFlipCount(),
                    a.getEvidence());
        }
    }

    record AlertView(
            String key,
            String kind,
            String subject,
            @Nullable String run,
            String severity,
            String state,
            long sinceMillis,
            long updatedAtMillis,
            @Nullable Double size,
            @Nullable Double sizeLow,
            @Nullable Double sizeHigh,
            String unit,
            String evidence,
            @Nullable String causeHint,
            List<CauseView> causes,
            @Nullable String device,
            String group,
            @Nullable Long changeAtMillis,
            @Nullable Long changeFromMillis,
            @Nullable Long changeToMillis,
            @Nullable Double expectedByChancePerWeek) {

        private static final int MOST_CAUSES = 4;

        static AlertView of(Alert a) {
            return new AlertView(
                    name(a.getAlertKey()),
                    name(a.getKind()),
                    name(a.getSubject()),
                    a.getRunId() == null ? null : name(a.getRunId()),
                    a.getSeverity().name().toLowerCase(Locale.ROOT),
                    a.getState().name().toLowerCase(Locale.ROOT),
                    millis(a.getSinceNanos()),
                    millis(a.getUpdatedAtNanos()),
                    finite(a.getSize()),
                    finite(a.getSizeLow()),
                    finite(a.getSizeHigh()),
                    name(a.getUnit()),
                    sentence(a.getEvidence()),
                    a.getCauseHint() == null ? null : sentence(a.getCauseHint()),
                    a.getCauses().stream()
                            .limit(MOST_CAUSES)
                            .map(cause -> new CauseView(name(cause.getCause()), sentence(cause.getEvidence())))
                            .toList(),
                    a.getDeviceId() == null ? null : name(a.getDeviceId()),
                    name(a.getGroup()),
                    maybeMillis(a.getChangeAtNanos()),
                    maybeMillis(a.getChangeFromNanos()),
                    maybeMillis(a.getChangeToNanos()),
                    finite(a.getExpectedByChancePerWeek()));
        }
    }

    /** What was seen that explains an alert. */
    record CauseView(String cause, String evidence) {}

    record DeadLetterView(String topic, int partition, long offset, long atMillis, String reason) {}

    record DeadLettersView(long count, List<DeadLetterView> newest) {}

    /**
     * One channel of one device over the newest hour, in buckets of ten seconds.
     *
     * @param last newest reading, or newest rate of a counter
     */
    record ChannelView(
            String quantity,
            String sensor,
            boolean counter,
            @Nullable String notOffered,
            @Nullable Double last,
            List<Long> endMillis,
            List<Double> mean,
            List<Double> max) {}

    record DeviceView(String device, String sampler, long lastSampleMillis, List<ChannelView> channels) {}

    record StageView(String name, @Nullable Double fraction, String detail, String state, long updatedAtMillis) {}

    record MarkView(long atMillis, String label) {}

    record FeedView(String state, String detail) {}

    record ConfigView(int version, String epoch, String lastEventId, int paneSeconds, List<TierView> tiers) {}

    record TierView(int seconds, long spanSeconds) {}

    record StateView(
            ConfigView config,
            long nowMillis,
            long pageStartedAtMillis,
            FeedView feed,
            long unreadable,
            List<StageView> stages,
            List<RunState> runs,
            List<AgreementView> agreements,
            List<AlertView> alerts,
            List<DeviceView> devices,
            List<MarkView> marks,
            DeadLettersView deadLetters) {}

    static String name(String text) {
        return cut(text, LONGEST_NAME);
    }

    static String sentence(String text) {
        return cut(text, LONGEST_SENTENCE);
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static @Nullable Long maybeMillis(@Nullable Long nanos) {
        return nanos == null ? null : Long.valueOf(millis(nanos));
    }

    static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static Map<String, String> properties(Map<String, String> properties) {
        Map<String, String> some = new TreeMap<>();
        for (Map.Entry<String, String> property : new TreeMap<>(properties).entrySet()) {
            if (some.size() == MOST_PROPERTIES) {
                break;
            }
            some.put(name(property.getKey()), name(property.getValue()));
        }
        return some;
    }
}
