package io.soakline.launch.commands;

import io.soakline.launch.Demo;
import io.soakline.launch.Disturbance;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Summaries;
import io.soakline.launch.Terminal;
import io.soakline.launch.policy.Policy;
import io.soakline.launch.policy.PolicyException;
import io.soakline.sink.report.FailOn;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole pipeline on four engines of one model. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Build four engines of one trained model (plain TVM, AutoTVM, AutoScheduler, ONNX Runtime), soak them in",
            "turns on this machine's CPU and judge them. Needs nothing but this program: broker and store are embedded.",
            "The first time takes minutes, because the engines are really compiled; then they are cached."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline demo                                  one minute, page on port 8080",
            "  soakline demo --for 60s --json out.json        keep the summary",
            "  soakline demo --for 5m --disturb cpu@30s       burn CPU for a minute: an alert fires and resolves",
            "  soakline demo --policy policy.yaml --fail-on broken,rules   exit code from the policy's rules",
            "  soakline demo --for 2h --data soak             keep every record; start again to go on counting"
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--json", paramLabel = "FILE", description = "write the summary as JSON")
    private @Nullable Path json;

    @Option(
            names = "--disturb",
            paramLabel = "WHAT@WHEN[+LENGTH]",
            converter = Disturbance.Converter.class,
            description = {
                "a real disturbance: cpu@30s burns CPU on every core from second 30 on, for a minute;",
                "cpu@30s+90s for 90 seconds"
            })
    private @Nullable Disturbance disturbance;

    @Option(
            names = "--compilers",
            split = ",",
            paramLabel = "NAME",
            description = "which engines (default: ${DEFAULT-VALUE})",
            defaultValue = "tvm,autotvm,autoscheduler,onnxruntime")
    private List<String> compilers = List.of();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "keep the log and the store here and go on counting what is in them (default: a temporary folder)")
    private @Nullable Path data;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long to soak, all engines together (default: ${DEFAULT-VALUE})",
            defaultValue = "60s")
    private Duration length = Duration.ofSeconds(60);

    @Mixin
    private final LoadFlags soak = new LoadFlags();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Mixin
    private final FailOnFlag failOn = new FailOnFlag();

    @Override
    public Integer call() throws LaunchException, PolicyException, InterruptedException {
        Set<FailOn> causes = failOn.causes();
        Settings settings = flags.load();
        Policy policy = settings.policy();
        Duration deadline = soak.deadline == null ? policy.deadline() : soak.deadline;
        Demo.Wish wish = new Demo.Wish(
                length,
                compilers,
                data,
                disturbance,
                soak.block,
                soak.load.text(),
                soak.waiting,
                deadline,
                policy.flow());
        try (Demo demo = new Demo(Home.ofThisProcess(), settings, wish, Terminal.standard())) {
            SoakSummary summary = demo.run();
            System.out.print(SummaryTable.render(summary, Terminal.colour(), Terminal.columns()));
            if (json != null) {
                Summaries.write(summary, json);
            }
            boolean good =
                    Judgement.passes(summary, policy, causes, failOn.isGiven() || settings.has(SettingKey.POLICY));
            return demo.complete() && good ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
        }
    }
}
