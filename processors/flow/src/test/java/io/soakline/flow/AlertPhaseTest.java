package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.flow.policy.AlertRule;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertPhaseTest {

    private static final long STEP = Duration.ofSeconds(10).toNanos();

    private static Alert finding() {
        return Alert.newBuilder()
                .setAlertKey("key")
                .setKind("throttling")
                .setSubject("engine")
                .setSeverity(Severity.WARNING)
                .setState(AlertState.FIRING)
                .setSinceNanos(0)
                .setUpdatedAtNanos(0)
                .setEvidence("seen")
                .build();
    }

    /**
     * What is seen pane by pane (x seen, . not seen, _ no data for that long) and what becomes of it: q quiet, p pending, f
     * firing. Rules in panes.
     */
    @ParameterizedTest(name = "for {0}, resolve after {1}: {2} -> {3}")
    @CsvSource({
        "0, 0, ....,       qqqq",
        "0, 0, x,          f",
        "0, 0, xx.,        ffq",
        "0, 0, x_x,        f_f",
        "0, 0, x___,       f___",
        "0, 0, .x.,        qfq",
        "2, 0, x,          p",
        "2, 0, xx,         pp",
        "2, 0, xxx,        ppf",
        "2, 0, xxxx.,      ppffq",
        "2, 0, xx.,        ppq",
        "2, 0, xx.x,       ppqp",
        "2, 0, xx.xxx,     ppqppf",
        "2, 0, x_x,        p_f",
        "2, 0, x.x.x.x,    pqpqpqp",
        "0, 2, x.,         ff",
        "0, 2, x..,        ffq",
        "0, 2, x.x..,      ffffq",
        "0, 2, x_.,        f_q",
        "0, 2, xx.x.x..,   fffffffq",
        "1, 1, xx.,        pfq",
        "1, 2, xx.x..,     pffffq",
        // came back: one minute at least, measured from when it was seen last
        "0, 0, x.x.....,   fqffffff",
        "0, 0, x.x......,  fqffffffq",
        // came back twice: two minutes
        "0, 0, x.x......x............, fqffffffqffffffffffffq",
        "0, 1, x..x......, fqqffffffq",
    })
    void phase_givenSightings_goesThroughItsStates(int pendingFor, int resolveAfter, String seen, String states) {
        AlertRule rule = AlertRule.of(Severity.WARNING)
                .withPendingFor(Duration.ofNanos(pendingFor * STEP))
                .withResolveAfter(Duration.ofNanos(resolveAfter * STEP));
        AlertPhase phase = new AlertPhase();
        StringBuilder gone = new StringBuilder();
        for (int i = 0; i < seen.length(); i++) {
            switch (seen.charAt(i)) {
                case 'x' -> phase.present(finding(), rule, i * STEP);
                case '.' -> phase.absent(rule, i * STEP);
                default -> {
                    gone.append('_');
                    continue;
                }
            }
            gone.append(phase.state().name().toLowerCase(Locale.ROOT).charAt(0));
        }
        assertThat(gone).hasToString(states);
    }

    @Test
    void flapping_givenAnHourOfQuiet_isForgotten() {
        AlertRule rule = AlertRule.of(Severity.WARNING);
        AlertPhase phase = new AlertPhase();
        phase.present(finding(), rule, 0);
        phase.absent(rule, STEP);
        long later = STEP + Duration.ofHours(1).toNanos() + 1;
        phase.present(finding(), rule, later);
        phase.absent(rule, later + STEP);
        assertThat(phase.state()).isEqualTo(AlertPhase.State.QUIET);
        assertThat(phase.isForgotten(later + 2 * STEP)).isFalse();
        assertThat(phase.isForgotten(later + STEP + Duration.ofHours(2).toNanos()))
                .isTrue();
    }

    @Test
    void end_givenWhatComesBack_isNoFlapping() {
        AlertRule rule = AlertRule.of(Severity.WARNING);
        AlertPhase phase = new AlertPhase();
        phase.present(finding(), rule, 0);
        phase.end();
        phase.present(finding(), rule, STEP);
        phase.absent(rule, 2 * STEP);
        assertThat(phase.state()).isEqualTo(AlertPhase.State.QUIET);
    }

    @Test
    void since_givenPendingTime_isWhenItBegan() {
        AlertRule rule = AlertRule.of(Severity.WARNING).withPendingFor(Duration.ofNanos(2 * STEP));
        AlertPhase phase = new AlertPhase();
        for (int i = 3; i <= 6; i++) {
            phase.present(finding(), rule, i * STEP);
        }
        assertThat(phase.state()).isEqualTo(AlertPhase.State.FIRING);
        assertThat(phase.sinceNanos()).isEqualTo(3 * STEP);
    }
}
