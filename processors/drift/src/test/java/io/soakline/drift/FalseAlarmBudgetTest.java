package io.soakline.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class FalseAlarmBudgetTest {

    @Test
    void alarmsPerStreamWeek_ofAFleet_isShared() {
        assertThat(FalseAlarmBudget.perFleet(2).alarmsPerStreamWeek(100)).isEqualTo(0.02);
        assertThat(FalseAlarmBudget.perFleet(2).alarmsPerStreamWeek(0)).isEqualTo(2);
        assertThat(FalseAlarmBudget.perStream(0.5).alarmsPerStreamWeek(100)).isEqualTo(0.5);
    }

    @Test
    void alarmsPerStreamWeek_ofBoth_isTheSmaller() {
        FalseAlarmBudget budget = new FalseAlarmBudget(1, 10);

        assertThat(budget.alarmsPerStreamWeek(5)).isEqualTo(1);
        assertThat(budget.alarmsPerStreamWeek(20)).isEqualTo(0.5);
    }

    @Test
    void budget_givenNoLimit_refuses() {
        assertThatThrownBy(() -> new FalseAlarmBudget(0, 1)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> FalseAlarmBudget.perStream(Double.NaN)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> FalseAlarmBudget.perFleet(Double.POSITIVE_INFINITY))
                .hasMessageContaining("limits the stream");
    }

    @Test
    void settings_givenValueOutOfRange_nameKeyValueAndExpectation() {
        assertThatThrownBy(() -> DriftSettings.DEFAULT.withReferencePanes(3))
                .hasMessage("referencePanes is 3; it should be at least 12");
        assertThatThrownBy(() -> DriftSettings.DEFAULT.withAlarmsPerStreamWeek(0))
                .hasMessageContaining("alarmsPerStreamWeek is 0.0");
        assertThatThrownBy(() -> ValueSettings.DEFAULT.withReferenceValues(3)).hasMessageContaining("referenceValues");
    }
}
