package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityRecord;
import io.soakline.record.WindowStats;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run's figures were taken under the conditions that the policy asks for.
 *
 * @param state {@link #KEPT}, {@link #BROKEN} or {@link #NOT_KNOWN}; broken when one of the checks is
 * @param reason the broken checks, else those that are not known; empty when all are kept
 */
@JsonPropertyOrder({"state", "reason", "checks"})
public record ValiditySummary(String state, String reason, List<Check> checks) {

    public static final String KEPT = "kept";
    public static final String BROKEN = "broken";
    public static final String NOT_KNOWN = "not_known";

    public ValiditySummary {
        checks = checks == null ? List.of() : List.copyOf(checks);
    }

    /**
     * One condition.
     *
     * @param factor as in the record, lower case: {@code clock}, {@code gpu_neighbours}
     * @param value in the unit of the factor; null when not known
     * @param low and {@code high}: 95 % interval, where there is one
     * @param limit of the policy; null when it allows anything, or the check is no number's
     * @param evidence one sentence with the figures, or why it is not known
     */
    @JsonPropertyOrder({"factor", "state", "value", "low", "high", "limit", "evidence"})
    public record Check(
            String factor,
            String state,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            @Nullable Double limit,
            String evidence) {

        /** The factor as people say it. */
        public String words() {
            return factor.replace('_', ' ').replace("gpu", "GPU");
        }

        /** Also in a state that this version does not know: it must not pass. */
        public boolean broken() {
            return !state.equals(KEPT) && !state.equals(NOT_KNOWN);
        }

        private static Check of(ValidityCheck check) {
            return new Check(
                    check.getFactor().name().toLowerCase(Locale.ROOT),
                    check.getState().name().toLowerCase(Locale.ROOT),
                    Finite.orNull(check.getValue()),
                    Finite.orNull(check.getLow()),
                    Finite.orNull(check.getHigh()),
                    Finite.orNull(check.getLimit()),
                    check.getEvidence());
        }
    }

    /** Null where nobody looked. */
    static @Nullable ValiditySummary of(WindowStats window) {
        ValidityRecord validity = window.getValidity();
        return validity == null
                ? null
                : new ValiditySummary(
                        validity.getState().name().toLowerCase(Locale.ROOT),
                        validity.getReason(),
                        validity.getChecks().stream().map(Check::of).toList());
    }
}
