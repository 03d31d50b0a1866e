package io.soakline.launch.audit;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.Baton;
import io.soakline.launch.LaunchException;
import io.soakline.launch.RunEnds;
import io.soakline.launch.SoakOrder;
import io.soakline.record.Run;
import java.time.Duration;

/**
 * Runs the reference engine once through its inputs, so that its outputs are there before any other engine is opened.
 * What it writes goes to topics of its own: this is no run of the audit, and nothing is judged by it.
 */
final class GoldenPass {

    /** Before the topics' own prefix. */
    private static final String PREFIX = "golden.";

    /** As fast as it goes: nothing is measured. */
    static final String LOAD = "closed";

    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Starts what {@link Baton#start} starts. */
    @FunctionalInterface
    interface Starter {
        Baton start(SoakOrder order) throws LaunchException, InterruptedException;
    }

    private GoldenPass() {}

    /** The same log, with topics of its own. */
    static KafkaSettings topics(KafkaSettings kafka) {
        return new KafkaSettings(kafka.bootstrapServers(), PREFIX + kafka.topicPrefix(), kafka.properties());
    }

    /**
     * @param topics as {@link #topics} makes them
     * @param order of the reference alone, on these topics, keeping golden outputs
     * @return false when the engine stopped before it had seen all inputs
     */
    static boolean run(KafkaSettings topics, SoakOrder order, Starter starter)
            throws LaunchException, InterruptedException {
        try (Baton baton = starter.start(order)) {
            long wanted = RunEnds.runs(topics).stream()
                    .filter(run -> baton.runIds().contains(run.getRunId()))
                    .mapToLong(Run::getInputCount)
                    .max()
                    .orElse(0);
            long start = System.nanoTime();
            boolean running = true;
            while (running && baton.produced() < wanted && System.nanoTime() - start < LONGEST.toNanos()) {
                running = baton.soak(STEP, elapsed -> {});
            }
            boolean seenAll = baton.produced() >= wanted;
            baton.end();
            return seenAll;
        }
    }
}
