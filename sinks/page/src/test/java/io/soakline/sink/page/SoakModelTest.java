package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.log.ExampleRecords;
import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.DeadLetter;
import io.soakline.record.Run;
import io.soakline.record.Severity;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SoakModelTest {

    private final SoakModel model = new SoakModel();
    private final PageFixture fixture = new PageFixture(Instant.EPOCH, PageFixture.PLAYERS);

    @Test
    void accept_givenEndlessRunsAndAlerts_keepsToItsBounds() {
        for (int i = 0; i < 1_000; i++) {
            Run run = fixture.run(0);
            run.setRunId("run-" + i);
            model.accept(run);
            Alert alert = fixture.alert("kind", Severity.INFO, AlertState.FIRING, "x".repeat(5_000));
            alert.setAlertKey("key-" + i);
            model.accept(alert);
        }

        assertThat(model.runs()).hasSize(SoakModel.MOST_RUNS);
        assertThat(model.runs().get(SoakModel.MOST_RUNS - 1).about().run()).isEqualTo("run-999");
        assertThat(model.alerts())
                .hasSize(SoakModel.MOST_ALERTS)
                .allSatisfy(alert -> assertThat(alert.evidence().length()).isLessThan(1_000));
    }

    @Test
    void accept_givenOlderAlert_keepsTheNewer() {
        Alert resolved = fixture.alert("kind", Severity.INFO, AlertState.RESOLVED, "over");
        resolved.setUpdatedAtNanos(2_000_000_000L);
        Alert firing = fixture.alert("kind", Severity.INFO, AlertState.FIRING, "on");
        firing.setUpdatedAtNanos(1_000_000_000L);
        model.accept(resolved);

        assertThat(model.accept(firing)).isEmpty();
        assertThat(model.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.state()).isEqualTo("resolved"));
    }

    @Test
    void accept_givenDeadLetterToldTwice_countsItOnce() {
        DeadLetter letter = ExampleRecords.deadLetter("soakline.inferences", 1);

        assertThat(model.accept(letter)).hasSize(1);
        assertThat(model.accept(letter)).isEmpty();
        assertThat(model.deadLettersView().count()).isEqualTo(1);
    }

    @Test
    void runs_givenWindowsWithoutTheirRun_leaveItOut() {
        fixture.tellPane();
        fixture.follow().take(5).ofType(RecordFeed.Told.class).subscribe(told -> model.accept(told.record()));

        assertThat(model.runs()).isEmpty();
    }

    @Test
    void accept_givenWindowOfAllRunsOfAnEngine_leavesTheRunAlone() {
        fixture.tellRuns();
        fixture.tellPane();
        fixture.follow().take(9).ofType(RecordFeed.Told.class).subscribe(told -> model.accept(told.record()));
        String before = model.runs().toString();
        fixture.follow()
                .ofType(RecordFeed.Told.class)
                .map(RecordFeed.Told::record)
                .ofType(WindowStats.class)
                .take(1)
                .subscribe(window -> {
                    WindowStats engine = WindowStats.newBuilder(window)
                            .setScope(WindowScope.ENGINE)
                            .setInferences(1)
                            .setEndNanos(window.getEndNanos() + 1)
                            .build();
                    assertThat(model.accept(engine)).isEmpty();
                });

        assertThat(model.runs().toString()).isEqualTo(before);
    }

    @Test
    void alerts_givenDrift_haveSizeIntervalCauseAndWhenItBegan() {
        model.accept(fixture.drift(0, AlertState.FIRING, 90_000_000_000L));

        assertThat(model.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.sizeLow()).isEqualTo(23.8);
            assertThat(alert.causes()).extracting(AlertView.CauseView::cause).containsExactly("CPU_PRESSURE");
            assertThat(alert.changeAtMillis()).isEqualTo(60_000L);
            assertThat(alert.expectedByChancePerWeek()).isEqualTo(1.0);
        });
    }
}
