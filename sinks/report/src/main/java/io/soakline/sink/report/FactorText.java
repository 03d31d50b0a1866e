package io.soakline.sink.report;

import io.soakline.sink.report.VarianceSummary.Component;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Variance components and platform inversions in words. */
final class FactorText {

    private FactorText() {}

    /** {@code build 1.20 % (61 % of the variance), run 0.80 % …}: standard deviations in percent of the latency. */
    static String of(VarianceSummary variance) {
        return variance.components().stream()
                        .filter(component -> component.variance() != null)
                        .map(FactorText::of)
                        .collect(Collectors.joining(", "))
                + " of the latency as standard deviation; n " + Figures.count(variance.observations()) + " panes";
    }

    private static String of(Component component) {
        double deviation = Math.sqrt(Objects.requireNonNullElse(component.variance(), Double.NaN));
        String share = component.share() == null
                ? ""
                : String.format(Locale.ROOT, " (%.0f %% of the variance)", 100 * component.share());
        return component.factor() + String.format(Locale.ROOT, " %.2g %%", 100 * deviation) + share;
    }

    /** Why nothing could be split: the same reasons mostly, so each is said once. */
    static String refusal(List<VarianceSummary> all) {
        return all.stream()
                .flatMap(variance -> variance.components().stream())
                .map(Component::refused)
                .filter(Objects::nonNull)
                .distinct()
                .limit(2)
                .collect(Collectors.joining("; "));
    }

    static String of(PlatformSummary platform) {
        return platform.faster() + " against " + platform.slower() + ": "
                + platform.verdict().replace('_', ' ') + ", " + platform.reason();
    }
}
