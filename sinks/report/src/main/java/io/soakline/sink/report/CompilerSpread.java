package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.sink.report.VarianceSummary.Component;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How far the latency of one compiler's builds, and of runs of one build, lies apart.
 *
 * @param meanNanos geometric mean of the panes' medians
 * @param panes behind it
 */
@JsonPropertyOrder({"model", "compiler", "meanNanos", "panes", "build", "run", "residual"})
public record CompilerSpread(
        String model, String compiler, @Nullable Double meanNanos, int panes, Part build, Part run, Part residual) {

    /**
     * @param levels builds, or runs, seen
     * @param percent standard deviation in percent of the latency; null when it cannot be estimated
     * @param percentHigh null when the data set no upper bound
     * @param icc intraclass correlation: share of the whole variance
     * @param refused why there is no figure; null when there is one
     */
    @JsonPropertyOrder({"levels", "percent", "percentLow", "percentHigh", "icc", "iccLow", "iccHigh", "refused"})
    public record Part(
            int levels,
            @Nullable Double percent,
            @Nullable Double percentLow,
            @Nullable Double percentHigh,
            @Nullable Double icc,
            @Nullable Double iccLow,
            @Nullable Double iccHigh,
            @Nullable String refused) {

        private static Part of(VarianceSummary variance, String factor) {
            return variance.components().stream()
                    .filter(component -> component.factor().equals(factor))
                    .map(Part::of)
                    .findFirst()
                    .orElseGet(() -> new Part(0, null, null, null, null, null, null, "it was not asked for"));
        }

        private static Part of(Component c) {
            if (c.refused() == null && c.share() == null) {
                // Nothing of the variance is left to share when all values are equal to the last bit.
                return new Part(
                        c.levels(), null, null, null, null, null, null, c.factor() + ": the values hardly vary");
            }
            return new Part(
                    c.levels(),
                    percent(c.variance()),
                    percent(c.low()),
                    percent(c.high()),
                    c.share(),
                    open(c.share(), c.shareLow(), 0.0),
                    open(c.share(), c.shareHigh(), 1.0),
                    c.refused());
        }

        /** A share that the data do not bound is bounded by what a share is. */
        private static @Nullable Double open(@Nullable Double share, @Nullable Double bound, double limit) {
            return share == null || bound != null ? bound : Double.valueOf(limit);
        }

        /** Two digits; a thousandth of a percent is nothing here. */
        public static String text(double percent) {
            return percent < 0.001 ? "0" : String.format(Locale.ROOT, "%.2g", percent);
        }

        /** Of natural logarithms, so that a standard deviation of 0.01 is 1 %. */
        private static @Nullable Double percent(@Nullable Double variance) {
            return variance == null ? null : Double.valueOf(100 * Math.sqrt(variance));
        }
    }

    static List<CompilerSpread> of(List<VarianceSummary> variance) {
        return variance.stream()
                .map(v -> new CompilerSpread(
                        v.model(),
                        v.compiler(),
                        v.meanNanos(),
                        v.observations(),
                        Part.of(v, "build"),
                        Part.of(v, "run"),
                        Part.of(v, "residual")))
                .toList();
    }
}
