package io.soakline.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttributionTest {

    private static final long TENTH = 100_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final long PANE = 10 * SECOND;
    /** 21:04:00 UTC. */
    private static final long START = 1_795_467_840L * SECOND;

    private final Attribution attribution = new Attribution();
    private final Surroundings samples = new Surroundings(new QuietLevels());
    private final Surroundings panes = new Surroundings(new QuietLevels());

    private void sample(long atNanos, double wait, double pressure) {
        samples.add("runQueueWaitPercent", "run:r", false, null, atNanos, wait);
        samples.add("cpuPressurePercent", "cpu", false, null, atNanos, pressure);
        samples.add("cpuStealPercent", "cpu", false, null, atNanos, 0);
        samples.add("frequencyMegahertz", "cpu0", false, 0L, atNanos, 2600);
        samples.add("cpuUtilisationPercent", "cpu", false, null, atNanos, 50);
    }

    private void quiet(int n) {
        for (int i = 0; i < n; i++) {
            sample(START + i * TENTH, 0, 4);
        }
        samples.learn(START, START + n * TENTH);
    }

    private void pane(int index, double pressure, double steal, double clock) {
        long from = START + index * PANE;
        panes.addMean("cpuPressurePercent", "cpu", from, from + PANE, pressure);
        panes.addMean("cpuStealPercent", "cpu", from, from + PANE, steal);
        panes.addMean("frequencyMegahertz", "cpu0", from, from + PANE, clock);
        panes.addMean("cpuUtilisationPercent", "cpu", from, from + PANE, 60);
    }

    private void quietPanes(int n) {
        for (int i = 0; i < n; i++) {
            pane(i, 4 + i % 3, 0.1 * (i % 2), 2600 + i % 2);
        }
        panes.learn(START, START + n * PANE + 1);
    }

    private static Moment moment(long startNanos, long latencyNanos) {
        return Moment.of("r", startNanos, startNanos + latencyNanos).withTypicalLatency(1_000_000);
    }

    @Test
    void explain_givenEngineThatWaited_saysSoWithTheFigures() {
        quiet(100);
        sample(START + 102 * TENTH, 35, 83);
        Finding finding = attribution.explain(moment(START + 101 * TENTH + TENTH / 2, 6_000_000), samples);
        assertThat(finding.cause()).isEqualTo(Cause.CPU_PRESSURE);
        assertThat(finding.evidence()).isEqualTo("engine waiting for a core 35 % at 21:04:10.2 UTC, 0 % when quiet");
        assertThat(finding.cause().label()).isEqualTo("CPU pressure");
    }

    @Test
    void explain_givenANeighbourThatCameToTheGpuOrLeftIt_isACoRunner() {
        for (int i = 0; i < 8; i++) {
            long from = START + i * PANE;
            double processes = i < 6 ? 1 : 2;
            panes.addMean("processes", "gpu", from, from + PANE, processes);
            panes.addMean("cpuUtilisationPercent", "cpu2", from, from + PANE, i < 6 ? 1 : 100);
        }
        panes.learn(START, START + 6 * PANE + 1);
        Finding came = attribution.explain(Span.of("r", START + 6 * PANE, START + 8 * PANE, true), panes);
        assertThat(came.cause()).isEqualTo(Cause.CO_RUNNER);
        assertThat(came.evidence()).isEqualTo("processes of gpu 2 from 21:05:00 to 21:05:20 UTC, 1 when quiet");
        assertThat(attribution
                        .explain(Span.of("r", START + 6 * PANE, START + 8 * PANE, false), panes)
                        .cause())
                .as("it does not explain that the run became faster")
                .isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void explain_givenPressureOfTheMachineAlone_saysWhatItWasWhenQuiet() {
        Surroundings host = new Surroundings(new QuietLevels());
        for (int i = 0; i < 100; i++) {
            host.add("cpuPressurePercent", "cpu", false, null, START + i * TENTH, 4);
        }
        host.learn(START, START + 100 * TENTH);
        host.add("cpuPressurePercent", "cpu", false, null, START + 102 * TENTH, 83);
        Finding finding = attribution.explain(moment(START + 101 * TENTH, 6_000_000), host);
        assertThat(finding.cause()).isEqualTo(Cause.CPU_PRESSURE);
        assertThat(finding.evidence()).isEqualTo("CPU pressure 83 % at 21:04:10.2 UTC, 4 % when quiet");
    }

    @Test
    void explain_givenPressureThatTheEngineDidNotFeel_isACoRunner() {
        quiet(100);
        sample(START + 102 * TENTH, 0, 83);
        Finding finding = attribution.explain(moment(START + 101 * TENTH, 6_000_000), samples);
        assertThat(finding.cause()).isEqualTo(Cause.CO_RUNNER);
        assertThat(finding.evidence()).endsWith("4 % when quiet; the engine itself waited 0 % of the time");
    }

    @Test
    void explain_givenWaitThatIsTooShortToAccountForTheLatency_doesNotNameIt() {
        quiet(100);
        sample(START + 101 * TENTH, 0, 4);
        sample(START + 102 * TENTH, 5, 4);
        assertThat(attribution
                        .explain(moment(START + 101 * TENTH + TENTH / 4, 40_000_000), samples)
                        .cause())
                .isEqualTo(Cause.UNKNOWN);
        assertThat(attribution
                        .explain(moment(START + 101 * TENTH + TENTH / 4, 6_000_000), samples)
                        .cause())
                .isEqualTo(Cause.CPU_PRESSURE);
    }

    @Test
    void explain_givenWaitThatIsCountedInTheSampleInWhichItEnds_accountsForAllOfTheLatency() {
        quiet(100);
        sample(START + 101 * TENTH, 0, 4);
        sample(START + 102 * TENTH, 180, 90);
        Finding finding = attribution.explain(moment(START + 100 * TENTH + TENTH / 4, 160_000_000), samples);
        assertThat(finding.evidence()).startsWith("engine waiting for a core 100 % at 21:04:10.2 UTC");
    }

    /** On a machine that is never quiet, blaming the engine would be wrong. */
    @Test
    void explain_givenEngineThatAlwaysWaits_namesTheWaitWhereItAccountsForTheLatency() {
        for (int i = 0; i < 100; i++) {
            sample(START + i * TENTH, 30 + i % 50, 99);
        }
        samples.learn(START, START + 100 * TENTH);
        sample(START + 101 * TENTH, 60, 99);
        assertThat(attribution
                        .explain(moment(START + 100 * TENTH + TENTH / 2, 36_000_000), samples)
                        .evidence())
                .startsWith("engine waiting for a core 60 % at");
        sample(START + 102 * TENTH, 5, 99);
        sample(START + 103 * TENTH, 5, 99);
        assertThat(attribution
                        .explain(moment(START + 102 * TENTH + TENTH / 2, 6_000_000), samples)
                        .cause())
                .as("too little to name it, too much to rule it out")
                .isEqualTo(Cause.UNKNOWN);
        assertThat(attribution
                        .explain(moment(START + 102 * TENTH + TENTH / 2, 40_000_000), samples)
                        .cause())
                .isEqualTo(Cause.ENGINE);
    }

    @Test
    void explain_givenNothingUnusual_namesTheEngineAndWhatWasRuledOut() {
        quiet(100);
        sample(START + 102 * TENTH, 0, 4);
        Finding finding = attribution.explain(moment(START + 101 * TENTH, 6_000_000), samples);
        assertThat(finding.cause()).isEqualTo(Cause.ENGINE);
        assertThat(finding.evidence())
                .isEqualTo("nothing else was unusual at 21:04:10.1 UTC: engine waiting for a core 0 % (usually 0 %), "
                        + "steal time 0 % (usually 0 %), clock 2600 MHz (usually 2600 MHz), "
                        + "utilisation 50 % (usually 50 %)");
    }

    @Test
    void explain_givenTimeWithoutSamples_saysWhatIsLacking() {
        quiet(100);
        Finding finding = attribution.explain(moment(START + 400 * TENTH, 6_000_000), samples);
        assertThat(finding.cause()).isEqualTo(Cause.UNKNOWN);
        assertThat(finding.evidence()).contains("not measured").contains("steal time");
    }

    @Test
    void explain_givenTooFewQuietSamples_isUnknown() {
        quiet(19);
        assertThat(attribution
                        .explain(moment(START + 10 * TENTH, 6_000_000), samples)
                        .cause())
                .isEqualTo(Cause.UNKNOWN);
    }

    @Test
    void explain_givenChannelOfAnotherRun_doesNotLookAtIt() {
        quiet(100);
        for (int i = 0; i < 100; i++) {
            samples.add("runQueueWaitPercent", "run:other", false, null, START + i * TENTH, 0);
        }
        samples.learn(START, START + 100 * TENTH);
        samples.add("runQueueWaitPercent", "run:other", false, null, START + 102 * TENTH, 90);
        sample(START + 102 * TENTH, 0, 4);
        assertThat(attribution
                        .explain(moment(START + 101 * TENTH, 6_000_000), samples)
                        .cause())
                .isEqualTo(Cause.ENGINE);
    }

    @Test
    void explain_givenSeveralCauses_ranksTheMostDirectFirst() {
        quiet(100);
        sample(START + 102 * TENTH, 35, 83);
        Finding finding = attribution.explain(
                moment(START + 101 * TENTH + TENTH / 4, 6_000_000)
                        .withFlags(true, true)
                        .withGap(50_000_000, 20_000),
                samples);
        assertThat(finding.ranked())
                .extracting(Finding::cause)
                .containsExactly(Cause.THROTTLE, Cause.CPU_PRESSURE, Cause.HARNESS_PAUSE, Cause.IDLE_GAP);
        assertThat(finding.others().get(2).evidence()).isEqualTo("idle for 50 ms before it, 20 µs as a rule");
    }

    @Test
    void explain_givenNeighbourThatIsAlwaysThere_doesNotBlameIt() {
        quiet(100);
        sample(START + 102 * TENTH, 0, 4);
        Moment moment = moment(START + 101 * TENTH, 6_000_000);
        assertThat(attribution.explain(moment.withNeighbour(true, 0.9), samples).cause())
                .isEqualTo(Cause.ENGINE);
        assertThat(attribution
                        .explain(moment.withNeighbour(true, Double.NaN), samples)
                        .cause())
                .isEqualTo(Cause.ENGINE);
        assertThat(attribution
                        .explain(moment.withNeighbour(true, 0.02), samples)
                        .cause())
                .isEqualTo(Cause.NEIGHBOUR_RUN);
    }

    @Test
    void explainSpan_givenPressureInThePanesSinceTheChange_isCpuPressure() {
        quietPanes(12);
        pane(12, 80, 0.1, 2600);
        pane(13, 86, 0, 2601);
        Finding finding = attribution.explain(Span.of("r", START + 12 * PANE, START + 14 * PANE, true), panes);
        assertThat(finding.cause()).isEqualTo(Cause.CPU_PRESSURE);
        assertThat(finding.evidence()).isEqualTo("CPU pressure 83 % from 21:06:00 to 21:06:20 UTC, 5 % when quiet");
    }

    @Test
    void explainSpan_givenThreeReferencePanes_stillSeesWhatIsPlain() {
        quietPanes(3);
        pane(3, 85, 0, 2600);
        assertThat(attribution
                        .explain(Span.of("r", START + 3 * PANE, START + 4 * PANE, true), panes)
                        .cause())
                .isEqualTo(Cause.CPU_PRESSURE);
    }

    @Test
    void explainSpan_givenNothingUnusual_isTheEngine() {
        quietPanes(12);
        pane(12, 5, 0, 2600);
        pane(13, 4, 0.1, 2601);
        assertThat(attribution
                        .explain(Span.of("r", START + 12 * PANE, START + 14 * PANE, true), panes)
                        .cause())
                .isEqualTo(Cause.ENGINE);
    }

    @Test
    void explainSpan_givenFasterRun_looksForWhatWentAway() {
        for (int i = 0; i < 12; i++) {
            pane(i, 60 + i % 3, 0, 2600 + i % 2);
        }
        panes.learn(START, START + 12 * PANE + 1);
        pane(12, 4, 0, 2600);
        Finding finding = attribution.explain(Span.of("r", START + 12 * PANE, START + 13 * PANE, false), panes);
        assertThat(finding.cause()).isEqualTo(Cause.CPU_PRESSURE);
        assertThat(finding.evidence()).endsWith("61 % in the reference");
        assertThat(attribution
                        .explain(Span.of("r", START + 12 * PANE, START + 13 * PANE, true), panes)
                        .cause())
                .isEqualTo(Cause.ENGINE);
    }

    @Test
    void explainSpan_givenMoreThrottledInferencesThanInTheReference_isThrottling() {
        quietPanes(12);
        pane(12, 5, 0, 2600);
        Span span = Span.of("r", START + 12 * PANE, START + 13 * PANE, true);
        assertThat(attribution.explain(span.withShares(0, 0, 0.2, 0.001), panes).cause())
                .isEqualTo(Cause.THROTTLE);
        assertThat(attribution.explain(span.withShares(0.02, 0, 0, 0), panes).evidence())
                .isEqualTo("the harness stood still during 2 % of the inferences from 21:06:00 to 21:06:10 UTC, "
                        + "0 % when quiet");
        assertThat(attribution
                        .explain(span.withShares(0.02, 0.015, 0, 0), panes)
                        .cause())
                .isEqualTo(Cause.ENGINE);
    }

    @Test
    void momentAndSpan_givenEndBeforeStart_areRefused() {
        assertThatThrownBy(() -> Moment.of("r", 2, 1)).hasMessageContaining("before its start");
        assertThatThrownBy(() -> Span.of("r", 2, 2, true)).hasMessageContaining("not after its start");
    }

    @Test
    void labels_areForPeople() {
        assertThat(List.of(Cause.values()))
                .extracting(Cause::label)
                .doesNotHaveDuplicates()
                .allMatch(l -> !l.isBlank());
        assertThat(Cause.ENGINE.label()).isEqualTo("the engine itself");
    }
}
