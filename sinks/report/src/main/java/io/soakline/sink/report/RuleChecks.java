package io.soakline.sink.report;

import io.soakline.sink.report.GateCheck.Outcome;
import io.soakline.sink.report.Predictability.Deadline;
import io.soakline.sink.report.Predictability.Quantile;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rules with a limit: each is held against every run, and the worst run is told. */
final class RuleChecks {

    /**
     * What a run has to say to a rule.
     *
     * @param low and {@code high}: its interval; the figure itself where it is exact
     */
    private record Measured(
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable String missing) {

        static Measured exactly(@Nullable Number value, String missing) {
            Double known = value == null ? null : Double.valueOf(value.doubleValue());
            return new Measured(known, known, known, missing);
        }

        static Measured missing(String why) {
            return new Measured(null, null, null, why);
        }
    }

    private record Rule(
            String name,
            boolean maximum,
            double limit,
            DoubleFunction<String> unit,
            Function<RunSummary, Measured> figure) {

        String text() {
            return name + (maximum ? " at most " : " at least ") + unit.apply(limit);
        }
    }

    private final List<RunSummary> runs;
    private final List<Rule> rules = new ArrayList<>();

    RuleChecks(List<RunSummary> runs, GateRules wanted) {
        this.runs = runs;
        maximum("p99 latency", wanted.p99MaximumNanos(), RuleChecks::duration, run -> quantile(run, 0.99));
        maximum("p99.9 latency", wanted.p999MaximumNanos(), RuleChecks::duration, run -> quantile(run, 0.999));
        maximum(
                "largest latency",
                wanted.latencyMaximumNanos(),
                RuleChecks::duration,
                run -> Measured.exactly(run.latencyNanos().max(), "no inference was measured"));
        maximum("p99 / p50", wanted.p99OverP50Maximum(), RuleChecks::plain, RuleChecks::p99OverP50);
        maximum("late inferences", wanted.missRateMaximum(), Figures::rate, run -> misses(run, wanted.deadlineNanos()));
        minimum(
                "bitwise repeatable",
                wanted.bitwiseRateMinimum(),
                Figures::rate,
                run -> Measured.exactly(run.repeatability().bitwiseRate(), "no input came twice"));
        minimum(
                "top-1 accuracy",
                wanted.top1AccuracyMinimum(),
                Figures::rate,
                run -> Measured.exactly(run.top1Accuracy(), "the inputs have no expected labels"));
        maximum(
                "energy per inference",
                wanted.joulesPerInferenceMaximum(),
                joules -> plain(joules) + " J",
                run -> Measured.exactly(run.energyJoulesPerInference(), "the device offers no energy reading"));
    }

    private void maximum(
            String name, @Nullable Number limit, DoubleFunction<String> unit, Function<RunSummary, Measured> figure) {
        if (limit != null) {
            rules.add(new Rule(name, true, limit.doubleValue(), unit, figure));
        }
    }

    private void minimum(
            String name, @Nullable Number limit, DoubleFunction<String> unit, Function<RunSummary, Measured> figure) {
        if (limit != null) {
            rules.add(new Rule(name, false, limit.doubleValue(), unit, figure));
        }
    }

    List<GateCheck> all() {
        return rules.stream().map(this::check).toList();
    }

    private GateCheck check(Rule rule) {
        return runs.stream()
                .map(run -> check(rule, run))
                .max(Comparator.comparing(GateCheck::outcome).thenComparing(check -> badness(rule, check)))
                .orElseGet(() -> new GateCheck(
                        rule.text(),
                        Outcome.NOT_JUDGED,
                        true,
                        null,
                        null,
                        null,
                        null,
                        null,
                        rule.limit,
                        null,
                        "there is no run"));
    }

    private static double badness(Rule rule, GateCheck check) {
        Double measured = check.measured();
        if (measured == null) {
            return Double.POSITIVE_INFINITY;
        }
        return rule.maximum ? measured : -measured;
    }

    private static GateCheck check(Rule rule, RunSummary run) {
        Measured measured = rule.figure.apply(run);
        Outcome outcome = outcome(rule, measured);
        return new GateCheck(
                rule.text(),
                outcome,
                true,
                run.run(),
                run.engine(),
                measured.value,
                measured.low,
                measured.high,
                rule.limit,
                run.inferences(),
                detail(rule, run, measured, outcome));
    }

    private static Outcome outcome(Rule rule, Measured measured) {
        if (measured.value == null) {
            return Outcome.NOT_JUDGED;
        }
        Double worst = rule.maximum ? measured.high : measured.low;
        Double best = rule.maximum ? measured.low : measured.high;
        if (worst != null && keeps(rule, worst)) {
            return Outcome.PASSED;
        }
        return best != null && !keeps(rule, best) ? Outcome.FAILED : Outcome.NOT_JUDGED;
    }

    private static boolean keeps(Rule rule, double value) {
        return rule.maximum ? value <= rule.limit : value >= rule.limit;
    }

    private static String detail(Rule rule, RunSummary run, Measured measured, Outcome outcome) {
        Double value = measured.value;
        if (value == null) {
            return run.engine() + ", " + (measured.missing == null ? "not known" : measured.missing);
        }
        boolean exact = value.equals(measured.low) && value.equals(measured.high);
        String interval =
                exact ? "" : " [" + orOpen(measured.low, rule.unit) + ", " + orOpen(measured.high, rule.unit) + "]";
        String unsure = outcome == Outcome.NOT_JUDGED ? ", the interval holds the limit: soak longer" : "";
        return String.format(
                Locale.ROOT,
                "%s %s%s, n %,d%s",
                run.engine(),
                rule.unit.apply(value),
                interval,
                run.inferences(),
                unsure);
    }

    private static String orOpen(@Nullable Double bound, DoubleFunction<String> unit) {
        return bound == null ? "open" : unit.apply(bound);
    }

    private static Measured quantile(RunSummary run, double p) {
        Quantile quantile =
                run.predictability() == null ? null : run.predictability().latencyQuantile(p);
        if (quantile == null) {
            // Documents that have no intervals yet.
            return Measured.exactly(
                    p > 0.99 ? run.latencyNanos().p999() : run.latencyNanos().p99(), "n is too small");
        }
        if (quantile.nanos() == null) {
            return Measured.missing(
                    String.format(Locale.ROOT, "n %,d of the %,d that it needs", run.inferences(), quantile.needed()));
        }
        return new Measured(quantile.nanos(), quantile.lowNanos(), quantile.highNanos(), null);
    }

    private static Measured p99OverP50(RunSummary run) {
        Predictability predictability = run.predictability();
        if (predictability != null && predictability.p99OverP50() != null) {
            return Measured.exactly(predictability.p99OverP50(), "");
        }
        Long p50 = run.latencyNanos().p50();
        Long p99 = run.latencyNanos().p99();
        return p50 == null || p99 == null || p50 <= 0
                ? Measured.missing("n is too small")
                : Measured.exactly((double) p99 / p50, "");
    }

    /** Its upper bound is what must keep the limit; it fails when the plain rate does not. */
    private static Measured misses(RunSummary run, @Nullable Long deadlineNanos) {
        Deadline deadline =
                run.predictability() == null ? null : run.predictability().deadline();
        if (deadline == null) {
            return Measured.missing("it was soaked without a deadline; give --deadline to the soak");
        }
        if (deadlineNanos != null && deadlineNanos != deadline.nanos()) {
            return Measured.missing("it was soaked with a deadline of " + Figures.duration(deadline.nanos()) + ", not "
                    + Figures.duration(deadlineNanos));
        }
        Long misses = deadline.misses();
        if (misses == null || run.inferences() == 0) {
            return Measured.missing("no inference was measured");
        }
        double rate = (double) misses / run.inferences();
        return new Measured(rate, rate, deadline.missRateUpper95(), null);
    }

    private static String duration(double nanos) {
        return Figures.duration(Math.round(nanos));
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
