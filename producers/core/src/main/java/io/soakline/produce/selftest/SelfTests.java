package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/** Runs the self-tests of an engine one after the other; each takes a few seconds. */
public final class SelfTests {

    /** Instances of an engine that are open at the same time at most. */
    public static final int MOST_CONTEXTS = 4;

    /** With it, the tests of an engine take some ten seconds. */
    public static final Duration LIMIT = Duration.ofSeconds(1);

    private static final int REPEATS = 20;

    private final List<Check> checks;

    /**
     * @param limit time for each part of a test, and the longest idle time that is tried
     * @param threads at least {@link #MOST_CONTEXTS}, for instances beside each other; if the calling thread is bound to a
     *     core they should not be
     */
    public SelfTests(SoakClock clock, Duration limit, ExecutorService threads) {
        checks = List.of(
                new BatchPositionCheck(clock, limit),
                new BatchSizeCheck(clock, limit),
                new ThreadCountCheck(clock, limit),
                new RepeatAfterIdleCheck(clock, limit),
                new ConcurrentContextsCheck(clock, limit, threads));
    }

    /**
     * Runs all of them.
     *
     * @param found told each finding as soon as it is there
     * @throws EngineException when the engine cannot be opened or called at all
     */
    public void run(Subject subject, BiConsumer<SelfTestKind, Finding> found)
            throws EngineException, InterruptedException {
        Tally control = control(subject);
        for (Check check : checks) {
            found.accept(check.kind(), qualified(finding(check, subject), control));
        }
    }

    /** Repeated calls on one input: an engine that fails this fails the others for a simpler reason. */
    private static Tally control(Subject subject) throws EngineException {
        Tally control = new Tally();
        try (Instance instance = subject.open()) {
            Instance.Output first = instance.infer(subject.inputs().input(0));
            for (int i = 0; i < REPEATS; i++) {
                control.add(instance.inferStaged().equals(first), () -> "");
            }
        }
        return control;
    }

    private static Finding finding(Check check, Subject subject) throws InterruptedException {
        try {
            return check.run(subject);
        } catch (EngineException | RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", " | ");
            return new Finding(SelfTestOutcome.FAILED, 0, 0, "the engine failed: " + reason);
        }
    }

    private static Finding qualified(Finding finding, Tally control) {
        if (finding.outcome() != SelfTestOutcome.FAILED || control.mismatches() == 0) {
            return finding;
        }
        return new Finding(
                finding.outcome(),
                finding.trials(),
                finding.mismatches(),
                finding.evidence() + "; but the engine differs from call to call as well: " + control.mismatches()
                        + " of " + control.trials() + " repeats of input 0");
    }
}
