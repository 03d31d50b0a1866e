package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.DurationText;
import io.soakline.produce.soak.SoakClock;
import io.soakline.produce.soak.Waiting;
import io.soakline.record.SelfTestKind;
import java.time.Duration;
import java.util.List;

/** An input must give the same output after the engine was idle as it gave straight before. */
final class RepeatAfterIdleCheck implements Check {

    /** Twice all of them take three seconds. */
    private static final List<Duration> GAPS = List.of(
            Duration.ofMillis(1),
            Duration.ofMillis(3),
            Duration.ofMillis(10),
            Duration.ofMillis(30),
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofSeconds(1));

    private static final int ROUNDS = 2;

    private final SoakClock clock;
    private final Duration limit;

    RepeatAfterIdleCheck(SoakClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public SelfTestKind kind() {
        return SelfTestKind.REPEAT_AFTER_IDLE;
    }

    @Override
    public Finding run(Subject subject) throws EngineException {
        List<Duration> gaps =
                GAPS.stream().filter(gap -> gap.compareTo(limit) <= 0).toList();
        if (gaps.isEmpty()) {
            return Finding.notOffered("no idle time of 1 ms or more is allowed");
        }
        Tally tally = new Tally();
        try (Instance instance = subject.open()) {
            int input = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (Duration gap : gaps) {
                    compare(subject, instance, input % subject.inputs().size(), gap, tally);
                    input++;
                }
            }
        }
        return tally.finding(
                "outputs were the same after idle times of 1 ms to " + DurationText.format(gaps.get(gaps.size() - 1)));
    }

    private void compare(Subject subject, Instance instance, int input, Duration gap, Tally tally)
            throws EngineException {
        instance.stage(subject.inputs().input(input));
        // The first call may itself come after an idle time.
        instance.inferStaged();
        Instance.Output expected = instance.inferStaged();
        clock.waitUntil(clock.nanoTime() + gap.toNanos(), Waiting.PARK);
        tally.add(
                instance.inferStaged().equals(expected),
                () -> "input " + input + " gave another output after an idle time of " + DurationText.format(gap)
                        + " than straight before");
    }
}
