package io.soakline.sink.page;

import static io.soakline.sink.page.Views.millis;
import static io.soakline.sink.page.Views.name;
import static io.soakline.sink.page.Views.properties;
import static io.soakline.sink.page.Views.sentence;

import io.soakline.record.Load;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run: what it executes, on what, under which load. */
record RunView(
        String run,
        String device,
        String engine,
        String compiler,
        String compilerVersion,
        String target,
        String model,
        String modelDigest,
        String inputSetDigest,
        int inputs,
        LoadView load,
        Map<String, String> hardware,
        Map<String, String> environment,
        long startedAtMillis,
        @Nullable EndView end) {

    static RunView of(Run run) {
        return new RunView(
                name(run.getRunId()),
                name(run.getDeviceId()),
                name(run.getEngineName()),
                name(run.getCompiler()),
                name(run.getCompilerVersion()),
                name(run.getTarget()),
                name(run.getModelName()),
                name(run.getModelDigest()),
                name(run.getInputSetDigest()),
                run.getInputCount(),
                LoadView.of(run.getLoad()),
                properties(run.getDevice()),
                properties(run.getEnvironment()),
                millis(run.getStartedAtNanos()),
                run.getEnd() == null ? null : EndView.of(run.getEnd()));
    }

    record LoadView(
            String pattern,
            @Nullable Long periodNanos,
            @Nullable Long deadlineNanos,
            String waiting) {
        static LoadView of(Load load) {
            return new LoadView(
                    load.getPattern().name().toLowerCase(Locale.ROOT),
                    load.getPeriodNanos(),
                    load.getDeadlineNanos(),
                    name(load.getWaiting()));
        }
    }

    record EndView(long atMillis, @Nullable Long produced, String exit, String reason) {
        static EndView of(RunEnd end) {
            return new EndView(
                    millis(end.getEndedAtNanos()),
                    end.getProduced(),
                    end.getExit().name().toLowerCase(Locale.ROOT),
                    sentence(end.getReason()));
        }
    }
}
