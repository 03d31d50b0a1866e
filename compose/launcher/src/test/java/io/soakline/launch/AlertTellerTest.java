package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.CauseRecord;
import io.soakline.record.Severity;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertTellerTest {

    private static final long SECOND = 1_000_000_000L;

    private final List<String> lines = new ArrayList<>();
    private final AlertTeller teller = new AlertTeller(lines::add);

    private static Alert alert(AlertState state, long atSeconds) {
        Alert alert = ExampleRecords.alert("latency-drift/tvm", state, atSeconds * SECOND);
        alert.setKind("latency-drift");
        alert.setSeverity(Severity.WARNING);
        alert.setSinceNanos(100 * SECOND);
        alert.setSize(31.2);
        alert.setSizeLow(27.9);
        alert.setSizeHigh(34.6);
        alert.setUnit("% change of p50");
        alert.setEvidence("it rose");
        alert.setCauses(List.of(new CauseRecord("CPU_PRESSURE", "38 % of the time")));
        return alert;
    }

    @Test
    void accept_givenAlertThatGoesOnAndEnds_tellsItsBeginningAndItsEnd() {
        teller.caughtUp();
        teller.accept(alert(AlertState.PENDING, 100));
        teller.accept(alert(AlertState.FIRING, 110));
        teller.accept(alert(AlertState.FIRING, 120));
        teller.accept(alert(AlertState.RESOLVED, 195));

        assertThat(lines)
                .containsExactly(
                        "alert firing: latency-drift, cls-tvm, +31.2 [27.9, 34.6] % change of p50; cause: CPU pressure,"
                                + " 38 % of the time",
                        "alert resolved: latency-drift, cls-tvm, after 1 min 35 s");
    }

    @Test
    void accept_givenWhatWasThereBefore_isSilent() {
        teller.accept(alert(AlertState.FIRING, 110));
        teller.caughtUp();
        teller.accept(alert(AlertState.FIRING, 120));
        assertThat(lines).isEmpty();

        teller.accept(alert(AlertState.RESOLVED, 130));
        assertThat(lines).hasSize(1);
    }
}
