package io.soakline.flow.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.Severity;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowPolicyTest {

    @Test
    void rules_givenSome_keepTheDefaultsOfTheOthers() {
        AlertRule quiet = AlertRule.of(Severity.INFO).withOn(false);
        FlowPolicy policy = FlowPolicy.DEFAULT.withRule(AlertKind.THROTTLING, quiet);
        assertThat(policy.rule(AlertKind.THROTTLING)).isEqualTo(quiet);
        assertThat(policy.rule(AlertKind.RUN_SILENT).limit()).isEqualTo(60);
        assertThat(policy.rules()).hasSize(AlertKind.values().length - 1);
        assertThat(policy.rule(AlertKind.POWER_BUDGET).limit())
                .as("none is set")
                .isNull();
    }

    @Test
    void rules_givenDrift_areRefusedBecauseItHasOnePerFeature() {
        assertThatThrownBy(() -> new FlowPolicy(
                        FlowPolicy.DEFAULT.verdict(),
                        DriftPolicy.DEFAULT,
                        Map.of(AlertKind.LATENCY_DRIFT, AlertRule.of(Severity.INFO)),
                        Duration.ZERO))
                .hasMessageContaining("rule per feature");
        assertThatThrownBy(() -> FlowPolicy.DEFAULT.rule(AlertKind.LATENCY_DRIFT))
                .hasMessageContaining("rule per feature");
    }

    @Test
    void figures_givenNonsense_areRefusedByName() {
        assertThatThrownBy(() -> DriftPolicy.DEFAULT.withBudgets(0, null)).hasMessageContaining("alarmsPerStreamWeek");
        assertThatThrownBy(() -> DriftPolicy.DEFAULT.withBudgets(1, Double.NaN))
                .hasMessageContaining("alarmsPerFleetWeek");
        assertThatThrownBy(() -> DriftPolicy.DEFAULT.withMinimumRatio(0.9)).hasMessageContaining("minimumRatio");
        assertThatThrownBy(() -> DriftPolicy.DEFAULT.withReferencePanes(3)).hasMessageContaining("referencePanes");
        AlertRule rule = AlertRule.of(Severity.INFO);
        assertThatThrownBy(() -> rule.withLimit(-1.0)).hasMessageContaining("limit");
        assertThatThrownBy(() -> rule.withPendingFor(Duration.ofSeconds(-1))).hasMessageContaining("PT-1S");
    }

    @Test
    void kind_givenId_isFound() {
        for (AlertKind kind : AlertKind.values()) {
            assertThat(AlertKind.of(kind.id())).contains(kind);
        }
        assertThat(AlertKind.of("latency")).isEmpty();
    }
}
