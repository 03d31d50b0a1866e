package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.Baselines;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.RunReference;
import io.soakline.record.Baseline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Freezes references. */
@Command(
        name = "pin",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Freeze what is normal: the references as learnt, or one made from all panes of a run.",
            "A running soakline process judges by it from the next pane on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline baseline pin --kafka broker:9092 --note \"release 1.4, J. Doe\"      all that are learnt",
            "  soakline baseline pin --kafka broker:9092 --engine resnet-tvm --device orin-04",
            "  soakline baseline pin --kafka broker:9092 --run 7f3a --note \"the soak of May 3rd\""
        })
public final class BaselinePinCommand implements Callable<Integer> {

    @Mixin
    private final BaselineFilter which = new BaselineFilter();

    @Option(names = "--run", paramLabel = "RUN", description = "make the reference from all panes of this run")
    private @Nullable String run;

    @Option(names = "--note", paramLabel = "TEXT", description = "who pins it and why (default: the user's name)")
    private @Nullable String note;

    @Option(names = "--json", description = "what was pinned, as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        String by = note == null ? System.getProperty("user.name") : note;
        if (by.isBlank()) {
            throw new ParameterException(spec.commandLine(), "--note is empty; say who pins it and why");
        }
        KafkaSettings kafka = flags.load().kafka();
        Baselines baselines = new Baselines(kafka);
        List<Baseline> pinned = run == null ? learnt(baselines, by) : List.of(ofRun(kafka, run, by));
        baselines.write(pinned);
        if (json) {
            System.out.println(BaselineList.json(pinned));
        } else {
            System.out.print(BaselineList.text(pinned));
        }
        return ExitCode.GOOD;
    }

    private Baseline ofRun(KafkaSettings kafka, String runId, String by) throws LaunchException {
        if (which.isGiven() || flags.givenDevice() != null) {
            throw new ParameterException(
                    spec.commandLine(), "--run names its engine and device already; leave --engine and --device away");
        }
        return RunReference.of(kafka, runId, by, nowNanos());
    }

    private List<Baseline> learnt(Baselines baselines, String by) throws LaunchException {
        Baselines.Filter filter = which.filter(flags.givenDevice());
        List<Baseline> found = baselines.read(filter);
        List<Baseline> complete = found.stream().filter(Baseline::getComplete).toList();
        if (complete.isEmpty()) {
            throw new LaunchException(
                    found.isEmpty()
                            ? "no reference of " + filter + " to pin; soak first, or give --run RUN"
                            : "the reference of " + filter + " is still being learnt ("
                                    + found.get(0).getPanes() + " panes so far); wait, or give --run RUN");
        }
        List<Baseline> pinned = new ArrayList<>();
        for (Baseline baseline : complete) {
            baseline.setPinned(true);
            baseline.setBy(by);
            baseline.setWrittenAtNanos(nowNanos());
            pinned.add(baseline);
        }
        return pinned;
    }

    private static long nowNanos() {
        Instant now = Instant.now();
        return Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000_000L), now.getNano());
    }
}
