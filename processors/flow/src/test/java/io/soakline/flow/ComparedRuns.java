package io.soakline.flow;

import static io.soakline.flow.TestRecords.ended;

import io.soakline.record.InputOutputs;
import io.soakline.record.PaneClose;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.RunOutputs;
import io.soakline.statistics.OutputCounts;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs of one model on one input set that give their outputs in turns, a pane each. */
final class ComparedRuns {

    static final int INPUTS = 8;

    private static final long PANE = PaneSource.PANE;
    private static final List<TestOutput> USUAL = IntStream.range(0, INPUTS)
            .mapToObj(input -> TestOutput.ofClass(input, 20))
            .toList();

    WindowDriver driver = new WindowDriver(FlowSettings.defaults("test"));
    long paneStart = 1_000 * PANE;

    /** What a run gives on each input. */
    static TestOutput usual(int input) {
        return USUAL.get(input);
    }

    static IntFunction<TestOutput> flipping(int flippedInput, int element) {
        return input -> input == flippedInput ? usual(input).flipped(element, 1) : usual(input);
    }

    static Run build(String runId, String device, String compiler, String artefact) {
        Run run = TestRecords.run(runId, device, compiler);
        run.setEngineId("engine of " + compiler);
        run.setEngineName(compiler);
        run.setArtefactDigest(artefact);
        run.setInputCount(INPUTS);
        run.setDevice(Map.of("architecture", device.startsWith("arm") ? "aarch64" : "amd64"));
        return run;
    }

    RunOutputs outputs(Run run, IntFunction<TestOutput> engine, int times) {
        OutputCounts counts = OutputCounts.empty();
        for (int input = 0; input < INPUTS; input++) {
            for (int i = 0; i < times; i++) {
                counts.accept(
                        input,
                        engine.apply(input).digest().high(),
                        engine.apply(input).digest().low(),
                        true);
            }
        }
        List<InputOutputs> records = PaneRecords.outputs(counts.inputs());
        return RunOutputs.newBuilder()
                .setRunId(run.getRunId())
                .setDeviceId(run.getDeviceId())
                .setEngineId(run.getEngineId())
                .setCompiler(run.getCompiler())
                .setModelDigest(run.getModelDigest())
                .setInputSetDigest(run.getInputSetDigest())
                .setPaneStartNanos(paneStart)
                .setOutputs(records)
                .build();
    }

    void describeOutputs(Run run, IntFunction<TestOutput> engine) {
        for (int input = 0; input < INPUTS; input++) {
            driver.describe(engine.apply(input).sketch(run, input, null));
        }
    }

    /** Describes the run, what it gives, and gives it once. */
    void give(Run run, IntFunction<TestOutput> engine) {
        driver.describe(run);
        describeOutputs(run, engine);
        driver.send(outputs(run, engine, 10));
        driver.work();
        paneStart += PANE;
    }

    void end(Run run) {
        driver.describe(ended(run, paneStart, 80L, RunExit.COMPLETED));
    }

    /** The run's last outputs, and the pane that says so; its end is described before. */
    void finish(Run run, IntFunction<TestOutput> engine, RunExit exit) {
        driver.describe(ended(run, paneStart, 80L, exit));
        driver.send(new PaneSource(run, paneStart, 1).next(PaneClose.RUN_END));
        driver.send(outputs(run, engine, 1));
        driver.work();
        paneStart += PANE;
    }

    void history(long seed, int steps, Runnable afterEach) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Run> runs = List.of(
                build("run-1", "amd-1", "tvm", "a"),
                build("run-2", "amd-1", "tvm", "b"),
                build("run-3", "amd-2", "tvm", "a"),
                build("run-4", "amd-1", "onnxruntime", "c"));
        runs.forEach(driver::describe);
        for (int element = 0; element < 4; element++) {
            for (int input = 0; input < INPUTS; input++) {
                describeOutputs(runs.get(0), flipping(input, element));
            }
        }
        for (int i = 0; i < steps; i++) {
            Run run = runs.get(random.nextInt(runs.size()));
            driver.send(outputs(run, flipping(random.nextInt(INPUTS), random.nextInt(4)), 1 + random.nextInt(3)));
            paneStart += PANE;
            afterEach.run();
        }
        driver.work();
    }
}
