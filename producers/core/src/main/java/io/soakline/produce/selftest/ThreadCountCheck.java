package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTestKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The number of threads must not change an output. */
final class ThreadCountCheck implements Check {

    private static final List<Integer> THREADS = List.of(2, 4);

    private final SoakClock clock;
    private final Duration limit;

    ThreadCountCheck(SoakClock clock, Duration limit) {
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public SelfTestKind kind() {
        return SelfTestKind.THREAD_COUNT;
    }

    @Override
    public Finding run(Subject subject) throws EngineException {
        if (!subject.offersThreads()) {
            return Finding.notOffered("engines of compiler "
                    + subject.manifest().compiler() + " do not let the number of threads be chosen");
        }
        List<Instance.Output> single = outputs(subject);
        Tally tally = new Tally();
        for (int threads : THREADS) {
            TimeLimit time = new TimeLimit(clock, limit);
            try (Instance instance = subject.open(threads)) {
                for (int i = 0; i < single.size() && !time.reached(); i++) {
                    int input = i;
                    tally.add(
                            instance.infer(subject.inputs().input(i)).equals(single.get(i)),
                            () -> "input " + input + " gave another output with " + threads + " threads than with 1");
                }
            }
        }
        return tally.finding("outputs were the same with 1, 2 and 4 threads");
    }

    private List<Instance.Output> outputs(Subject subject) throws EngineException {
        List<Instance.Output> outputs = new ArrayList<>();
        TimeLimit time = new TimeLimit(clock, limit);
        try (Instance instance = subject.open(1)) {
            do {
                outputs.add(instance.infer(subject.inputs().input(outputs.size())));
            } while (outputs.size() < subject.inputs().size() && !time.reached());
        }
        return outputs;
    }
}
