package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.soakline.launch.Baselines;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.record.Baseline;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists references. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "List the references: engine, device, learnt or pinned, panes, median and p99, when and from where.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline baseline show --kafka broker:9092",
            "  soakline baseline show --kafka broker:9092 --device orin-04 --json"
        })
public final class BaselineShowCommand implements Callable<Integer> {

    @Mixin
    private final BaselineFilter which = new BaselineFilter();

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        Settings settings = flags.load();
        Baselines.Filter filter = which.filter(flags.givenDevice());
        List<Baseline> found = new Baselines(settings.kafka()).read(filter);
        if (json) {
            System.out.println(BaselineList.json(found));
        } else if (found.isEmpty()) {
            System.out.println("no reference of " + filter + "; one is learnt while an engine soaks");
        } else {
            System.out.print(BaselineList.text(found));
        }
        return ExitCode.GOOD;
    }
}
