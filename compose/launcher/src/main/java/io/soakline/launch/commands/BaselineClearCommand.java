package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.soakline.launch.Baselines;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.record.Baseline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Forgets references. */
@Command(
        name = "clear",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Forget references, pinned ones too: what is normal is learnt anew from the next pane on.",
            "Says which by --engine, --device, or --all."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline baseline clear --kafka broker:9092 --engine resnet-tvm --device orin-04",
            "  soakline baseline clear --kafka broker:9092 --all"
        })
public final class BaselineClearCommand implements Callable<Integer> {

    @Mixin
    private final BaselineFilter which = new BaselineFilter();

    @Option(names = "--all", description = "every one of them")
    private boolean all;

    @Option(names = "--json", description = "what was cleared, as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        if (all == (which.isGiven() || flags.givenDevice() != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    all
                            ? "--all and --engine or --device exclude each other"
                            : "which reference? give --engine, --device, or --all");
        }
        Baselines baselines = new Baselines(flags.load().kafka());
        Baselines.Filter filter = which.filter(flags.givenDevice());
        List<Baseline> found = baselines.read(filter);
        if (found.isEmpty()) {
            throw new LaunchException(
                    "no reference of " + filter + " to clear; soakline baseline show lists what there is");
        }
        baselines.clear(found);
        if (json) {
            System.out.println(BaselineList.json(found));
        } else {
            found.forEach(baseline ->
                    System.out.println("cleared " + BaselineList.name(baseline) + " on " + baseline.getDeviceId()));
        }
        return ExitCode.GOOD;
    }
}
