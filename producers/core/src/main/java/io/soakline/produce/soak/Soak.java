package io.soakline.produce.soak;

import io.soakline.log.InferenceColumns;
import io.soakline.log.InferenceFlag;
import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.output.DistinctOutputs;
import io.soakline.produce.output.OutputDigest;
import io.soakline.produce.output.OutputSketcher;
import io.soakline.produce.output.answer.AnswerRule;
import io.soakline.produce.output.golden.GoldenKeeper;
import io.soakline.produce.publish.Delivery;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of one engine, executed in turns on one thread.
 *
 * <p>Around each inference: the input is staged, the intended start is waited for, <em>the clock is read, the engine
 * infers, the clock is read</em>, then the outputs are identified and the row is recorded. Only what is
 * emphasised is latency. Batches are handed over when full, when their first inference is older than the flush interval,
 * and at the end of a turn. Recording allocates nothing but the hash value of hash4j.
 *
 * <p>Under a periodic or Poisson load the intended starts do not depend on how the engine does; an inference that starts
 * late keeps its intended start, so response time includes queueing. What was due in a turn and did not get to start is
 * counted as unserved.
 */
public final class Soak {

    private final RunKey run;
    private final InferenceEngine engine;
    private final InputSet inputs;
    private final SoakSettings settings;
    private final Publication publication;
    private final SoakClock clock;
    private final Delivery delivery = new Delivery();
    private final BooleanSupplier stop;

    private final @Nullable Arrivals arrivals;
    private final Waiting waiting;
    private final long flushNanos;
    private final long warmUpNanos;
    private final OutputDigest digest;
    private final OutputReader outputs;
    private final @Nullable DeviceTimes deviceTimes;
    private final OutputSketcher sketcher;
    private final DistinctOutputs distinct;
    private final @Nullable GoldenKeeper keeper;

    private long produced;
    private long unserved;
    private long unsketched;
    private long soakedNanos;
    private long turnStartNanos;
    private boolean warm;
    private int turnWarmUpLeft;
    private long wallMinusMonotonicNanos;
    private @Nullable PendingBatch batch;

    /**
     * Identity of a run on the log.
     *
     * @param inputSetDigest of the inputs given beside it
     */
    public record RunKey(String runId, String deviceId, String engineId, String modelDigest, String inputSetDigest) {}

    /**
     * What a turn did.
     *
     * @param inferences in this turn
     * @param unserved inferences that were due in this turn and did not start in it
     */
    public record Turn(long inferences, long unserved) {}

    /**
     * @param stop asked between inferences; once true, a turn ends early
     * @throws EngineException when the engine's outputs are not as declared
     */
    public Soak(
            RunKey run,
            InferenceEngine engine,
            InputSet inputs,
            LoadSettings load,
            SoakSettings settings,
            SoakOutputs outputPlan,
            Publication publication,
            SoakClock clock,
            BooleanSupplier stop)
            throws EngineException {
        this.run = run;
        this.engine = engine;
        this.inputs = inputs;
        this.settings = settings;
        this.publication = publication;
        this.clock = clock;
        this.stop = stop;
        arrivals = load.arrivals();
        waiting = load.waiting();
        flushNanos = settings.flushAfter().toNanos();
        warmUpNanos = settings.warmUpTime().toNanos();
        List<TensorSpec> specs = engine.manifest().outputs();
        digest = OutputDigest.of(specs, outputPlan.rule());
        outputs = new OutputReader(engine, digest);
        deviceTimes = engine.deviceTimes();
        sketcher = new OutputSketcher(
                run.runId(),
                run.modelDigest(),
                run.inputSetDigest(),
                outputPlan.rule() == null ? null : AnswerRule.of(outputPlan.rule(), specs),
                outputPlan.golden());
        // At least one for each input, however many there are.
        distinct = new DistinctOutputs(Math.max(settings.sketchLimit(), inputs.size()));
        keeper = outputPlan.keeper();
    }

    /**
     * Soaks for {@code durationNanos}. What was recorded is handed over in any case.
     *
     * @throws EngineException from the engine; the failed inference is not recorded
     */
    public Turn turn(long durationNanos) throws EngineException {
        long turnStart = clock.nanoTime();
        turnStartNanos = turnStart;
        wallMinusMonotonicNanos = clock.wallNanos() - turnStart;
        turnWarmUpLeft = produced == 0 ? 0 : settings.turnWarmUpInferences();
        long producedBefore = produced;
        long unservedBefore = unserved;
        try {
            if (arrivals == null) {
                closedLoop(turnStart + durationNanos);
            } else {
                openLoop(arrivals, turnStart, turnStart + durationNanos);
            }
        } finally {
            endTurn();
            soakedNanos += clock.nanoTime() - turnStart;
        }
        return new Turn(produced - producedBefore, unserved - unservedBefore);
    }

    private void closedLoop(long turnEnd) throws EngineException {
        while (!stop.getAsBoolean()) {
            prepare();
            long start = clock.nanoTime();
            if (start - turnEnd >= 0) {
                return;
            }
            engine.infer();
            long end = clock.nanoTime();
            record(start, start, end);
        }
    }

    private void openLoop(Arrivals due, long turnStart, long turnEnd) throws EngineException {
        due.begin(turnStart, turnEnd);
        long end = turnStart;
        for (long next = due.next(end); next - turnEnd < 0; next = due.next(end)) {
            // Early rather than late: nothing is handed over while the next start is waited for.
            handOverWhenDue(next);
            prepare();
            long intended = due.settle(next, clock.nanoTime());
            clock.waitUntil(intended, waiting);
            if (stop.getAsBoolean()) {
                return;
            }
            long start = clock.nanoTime();
            if (start - turnEnd >= 0) {
                break;
            }
            engine.infer();
            end = clock.nanoTime();
            record(intended, start, end);
        }
        unserved += due.unserved();
    }

    /** Everything that the next inference needs and that must not be timed, waiting for the log included. */
    private void prepare() throws EngineException {
        if (batch == null) {
            PendingBatch taken = publication.take();
            taken.columns.open(
                    run.runId(), run.deviceId(), run.engineId(), run.modelDigest(), run.inputSetDigest(), produced);
            taken.wallMinusMonotonicNanos = wallMinusMonotonicNanos;
            taken.delivery = delivery;
            batch = taken;
        }
        engine.stage(inputs.input(inputIndex()));
    }

    private int inputIndex() {
        return (int) (produced % inputs.size());
    }

    private void record(long intended, long start, long end) throws EngineException {
        outputs.identify();
        int input = inputIndex();
        if (keeper != null && keeper.wants(input)) {
            keeper.keep(input, outputs.complete());
        }
        describe(input);
        PendingBatch current = batch;
        if (current == null) {
            throw new IllegalStateException("prepare() comes before record()");
        }
        int output = current.columns.digestIndex(digest.high(), digest.low(), digest.rawHigh(), digest.rawLow());
        current.columns.append(
                start + wallMinusMonotonicNanos, start - intended, end - start, input, output, flags(end));
        noteDeviceTimes(current.columns);
        produced++;
        if (current.columns.isFull()) {
            handOver();
        } else {
            handOverWhenDue(end);
        }
    }

    private void noteDeviceTimes(InferenceColumns columns) throws EngineException {
        DeviceTimes times = deviceTimes;
        if (times == null) {
            return;
        }
        times.read();
        if (times.copyInNanos() == DeviceTimes.NOT_KNOWN) {
            columns.deviceTime(times.deviceNanos());
        } else {
            columns.deviceTime(times.deviceNanos(), times.copyInNanos(), times.copyOutNanos());
        }
    }

    private void describe(int input) throws EngineException {
        switch (distinct.add(input, digest)) {
            case NEW -> publication.send(sketcher.sketch(input, outputs.complete()), delivery);
            case BEYOND_LIMIT -> unsketched++;
            case KNOWN -> {}
        }
    }

    private int flags(long end) {
        int flags = digest.nonFinite() ? InferenceFlag.NON_FINITE : 0;
        return isWarmUp(end) ? flags | InferenceFlag.WARM_UP : flags;
    }

    private boolean isWarmUp(long end) {
        if (turnWarmUpLeft > 0) {
            turnWarmUpLeft--;
            return true;
        }
        if (!warm) {
            warm = produced >= settings.warmUpInferences() && soakedUntil(end) >= warmUpNanos;
        }
        return !warm;
    }

    private long soakedUntil(long nanoTime) {
        return soakedNanos + nanoTime - turnStartNanos;
    }

    private void handOverWhenDue(long nanoTime) {
        PendingBatch current = batch;
        if (current != null
                && current.columns.count > 0
                && nanoTime - (current.columns.startNanos[0] - wallMinusMonotonicNanos) >= flushNanos) {
            handOver();
        }
    }

    private void handOver() {
        PendingBatch full = batch;
        if (full != null && full.columns.count > 0) {
            batch = null;
            publication.send(full);
        }
    }

    private void endTurn() {
        handOver();
        PendingBatch empty = batch;
        if (empty != null) {
            batch = null;
            publication.release(empty);
        }
    }

    public RunKey run() {
        return run;
    }

    /** Inferences recorded so far, in all turns. */
    public long produced() {
        return produced;
    }

    /** Inferences that were due and did not start in their turn. */
    public long unserved() {
        return unserved;
    }

    /** Inferences whose output has no sketch on the log, because too many distinct ones came before. */
    public long unsketched() {
        return unsketched;
    }

    /** What became of this run's batches and sketches. */
    public Delivery delivery() {
        return delivery;
    }
}
