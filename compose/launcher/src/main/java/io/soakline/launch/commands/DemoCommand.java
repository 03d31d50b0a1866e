package io.soakline.launch.commands;

import io.soakline.launch.Demo;
import io.soakline.launch.Disturbance;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Summaries;
import io.soakline.launch.Terminal;
import io.soakline.sink.report.ExitCode;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryTable;
import java.nio.file.Path;
import java.util.List;
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
            "  soakline demo --for 90s --disturb cpu@30s      burn CPU beside the engines from second 30 on",
            "  soakline demo --for 2h --data soak             keep every record; start again to go on counting"
        })
public final class DemoCommand implements Callable<Integer> {

    @Option(names = "--json", paramLabel = "FILE", description = "write the summary as JSON")
    private @Nullable Path json;

    @Option(
            names = "--disturb",
            paramLabel = "WHAT@WHEN",
            converter = Disturbance.Converter.class,
            description = "a real disturbance: cpu@30s burns CPU on every core from second 30 on")
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

    @Mixin
    private final LoadFlags soak = new LoadFlags();

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, InterruptedException {
        Demo.Wish wish = new Demo.Wish(
                soak.length, compilers, data, disturbance, soak.block, soak.load, soak.waiting, soak.deadline);
        try (Demo demo = new Demo(Home.ofThisProcess(), flags.load(), wish, Terminal.standard())) {
            SoakSummary summary = demo.run();
            System.out.print(SummaryTable.render(summary, Terminal.colour()));
            if (json != null) {
                Summaries.write(summary, json);
            }
            return demo.complete() ? ExitCode.of(summary) : ExitCode.BAD_VERDICT;
        }
    }
}
