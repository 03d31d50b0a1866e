package io.soakline.produce.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.input.GeneratedInputs;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.synthetic.SyntheticBuilder;
import io.soakline.produce.synthetic.SyntheticProvider;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each defect of a synthetic engine is found by the test that looks for it, and by no other. */
@Timeout(120)
class SelfTestsTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(SelfTests.MOST_CONTEXTS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Path build(int batch, String... options) throws Exception {
        Map<String, String> all = new HashMap<>(
                Map.of("latency-micros", "50", "input-shape", batch + "x2x8", "output-shape", batch + "x5"));
        for (String option : options) {
            all.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        Path model = Files.writeString(folder.resolve("model.onnx"), "any bytes");
        return new SyntheticBuilder()
                .build(new BuildRequest(model, "synthetic", "s", folder, all), (stage, fraction) -> {});
    }

    private static Subject.Opener opener(Path engine) {
        return settings -> new SyntheticProvider().open(engine, EngineManifest.read(engine), settings);
    }

    private Map<SelfTestKind, Finding> run(Path engine, Path... companions) throws Exception {
        EngineManifest manifest = EngineManifest.read(engine);
        List<Subject.Companion> others = new ArrayList<>();
        for (Path companion : companions) {
            others.add(new Subject.Companion(EngineManifest.read(companion), opener(companion)));
        }
        Subject subject = new Subject(
                manifest,
                GeneratedInputs.of(manifest.inputs(), 6, 1),
                null,
                opener(engine),
                EngineSettings.SINGLE_THREAD,
                true,
                others);
        Map<SelfTestKind, Finding> findings = new EnumMap<>(SelfTestKind.class);
        new SelfTests(SoakClock.SYSTEM, Duration.ofMillis(200), threads).run(subject, findings::put);
        assertThat(findings).hasSize(5);
        return findings;
    }

    private static Finding of(Map<SelfTestKind, Finding> findings, SelfTestKind kind) {
        return findings.getOrDefault(kind, Finding.notOffered("missing"));
    }

    private static Finding onlyFailure(Map<SelfTestKind, Finding> findings, SelfTestKind kind) {
        findings.forEach((each, finding) -> assertThat(finding.outcome())
                .as(each + ": " + finding.evidence())
                .isEqualTo(each == kind ? SelfTestOutcome.FAILED : SelfTestOutcome.PASSED));
        Finding failure = of(findings, kind);
        assertThat(failure.mismatches()).isPositive().isLessThanOrEqualTo(failure.trials());
        return failure;
    }

    @Test
    void run_givenGoodEngine_passesEverything() throws Exception {
        Map<SelfTestKind, Finding> findings = run(build(3), build(2));
        assertThat(findings.values()).allSatisfy(finding -> {
            assertThat(finding.outcome()).as(finding.evidence()).isEqualTo(SelfTestOutcome.PASSED);
            assertThat(finding.trials()).isPositive();
            assertThat(finding.mismatches()).isZero();
        });
    }

    @Test
    void run_givenBatchOfOneWithoutCompanion_doesNotOfferBatchTests() throws Exception {
        Map<SelfTestKind, Finding> findings = run(build(1));
        assertThat(findings.get(SelfTestKind.BATCH_POSITION))
                .isEqualTo(Finding.notOffered("the engine takes one row at a time"));
        assertThat(findings.get(SelfTestKind.BATCH_SIZE))
                .isEqualTo(
                        Finding.notOffered(
                                "no companion engine of compiler synthetic takes the same rows in batches of another size than 1"));
    }

    @Test
    void run_givenOutputThatDependsOnItsRow_namesInputRowAndPosition() throws Exception {
        Finding failure = onlyFailure(run(build(4, "position-ulps=1"), build(2)), SelfTestKind.BATCH_POSITION);
        assertThat(failure.evidence())
                .isEqualTo(
                        "input 0, row 0: position 1 of a batch of 4 gave another output than position 0 (72 of 72 comparisons)");
    }

    @Test
    void run_givenOutputThatDependsOnBatchSize_namesTheSizes() throws Exception {
        Path one = build(1, "zero-element=2");
        Finding failure = onlyFailure(run(build(4), one), SelfTestKind.BATCH_SIZE);
        assertThat(failure.evidence()).contains("input 0, row 0: a batch of 1 gave another output than one of 4");
    }

    @Test
    void run_givenOutputThatDependsOnThreads_namesTheirNumber() throws Exception {
        Finding failure = onlyFailure(run(build(2, "thread-ulps=1"), build(1)), SelfTestKind.THREAD_COUNT);
        assertThat(failure.evidence())
                .isEqualTo("input 0 gave another output with 2 threads than with 1 (12 of 12 comparisons)");
    }

    @Test
    void run_givenOutputThatDependsOnIdleTime_namesTheGap() throws Exception {
        // On a busy machine other tests may find such gaps as well.
        Finding failure = of(run(build(2, "idle-ulps=1", "idle-millis=90"), build(1)), SelfTestKind.REPEAT_AFTER_IDLE);
        assertThat(failure.outcome()).isEqualTo(SelfTestOutcome.FAILED);
        assertThat(failure.evidence())
                .containsPattern("input \\d gave another output after an idle time of \\d+ms than straight before");
    }

    @Test
    void run_givenOutputThatDependsOnNeighbours_namesTheContext() throws Exception {
        Finding failure = onlyFailure(run(build(2, "concurrency-ulps=1"), build(1)), SelfTestKind.CONCURRENT_CONTEXTS);
        assertThat(failure.evidence())
                .containsPattern("context \\d of [24] gave another output for input \\d than the engine alone");
    }

    @Test
    void run_givenEngineThatDiffersFromCallToCall_saysThatThisIsTheSimplerReason() throws Exception {
        Map<SelfTestKind, Finding> findings = run(build(2, "flip-probability=0.5"), build(1));
        assertThat(of(findings, SelfTestKind.REPEAT_AFTER_IDLE).evidence())
                .contains("but the engine differs from call to call as well");
    }

    @Test
    void run_givenEngineThatFails_isAFinding() throws Exception {
        Finding finding = of(run(build(2, "fail-after=100"), build(1)), SelfTestKind.CONCURRENT_CONTEXTS);
        assertThat(finding.outcome()).isEqualTo(SelfTestOutcome.FAILED);
        assertThat(finding.evidence())
                .contains("the engine failed: one of 2 contexts failed")
                .contains("failed on call 101");
    }
}
