package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.variance.VarianceComponents;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the variance of the latency of one model under one compiler splits over builds, runs and devices. Observations are
 * natural logarithms of the panes' medians, so that a standard deviation of 0.01 is 1 %.
 *
 * @param meanNanos back from the logarithm
 * @param observations panes used, at most {@link #MOST_PANES_OF_A_RUN} of a run
 */
@JsonPropertyOrder({"model", "compiler", "observations", "meanNanos", "components"})
public record VarianceSummary(
        String model,
        String compiler,
        int observations,
        @Nullable Double meanNanos,
        List<Component> components) {

    /** Neighbouring panes say nearly the same; more would cost time and tell little. */
    public static final int MOST_PANES_OF_A_RUN = 360;

    public VarianceSummary {
        components = List.copyOf(components);
    }

    /**
     * @param factor {@code build}, {@code run}, {@code device}, {@code load} or {@code residual}
     * @param levels distinct ones seen
     * @param variance null when it cannot be estimated; {@code refused} says why
     * @param share of the whole variance: the intraclass correlation
     */
    @JsonPropertyOrder({"factor", "levels", "variance", "low", "high", "share", "shareLow", "shareHigh", "refused"})
    public record Component(
            String factor,
            int levels,
            @Nullable Double variance,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double share,
            @Nullable Double shareLow,
            @Nullable Double shareHigh,
            @Nullable String refused) {

        static Component of(VarianceComponents.Component component) {
            if (component instanceof VarianceComponents.Component.Estimated e) {
                return new Component(
                        e.factor(),
                        e.levels(),
                        Finite.orNull(e.variance()),
                        Finite.orNull(e.low()),
                        Finite.orNull(e.high()),
                        Finite.orNull(e.share()),
                        Finite.orNull(e.shareLow()),
                        Finite.orNull(e.shareHigh()),
                        null);
            }
            VarianceComponents.Component.Refused refused = (VarianceComponents.Component.Refused) component;
            return new Component(
                    refused.factor(), refused.levels(), null, null, null, null, null, null, refused.reason());
        }
    }

    static VarianceSummary of(String model, String compiler, VarianceComponents components) {
        double mean = Math.exp(components.mean());
        return new VarianceSummary(
                model,
                compiler,
                components.observations(),
                Finite.orNull(mean),
                components.components().stream().map(Component::of).toList());
    }

    /** Whether anything beside the residual could be estimated. */
    boolean splits() {
        return components.stream()
                .anyMatch(c -> c.variance() != null && !c.factor().equals("residual"));
    }
}
