package io.soakline.launch.commands;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code soakline} without a command: says what there is. */
@Command(
        name = "soakline",
        version = "soakline 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Audits DNN inference engines while they soak: is each one predictable, is it reproducible?",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline demo --for 60s --json out.json   the whole pipeline on four engines of one model",
            "  soakline audit demo --out report.html     builds x starts x compilers, then one report",
            "  soakline build model.onnx --compiler tvm  compile a model",
            "  soakline backtest latency.csv             where did a recorded series change?",
            "  soakline gate --summary out.json          pass or fail, for CI",
            "  soakline bundle --engine onnxruntime      one archive for a machine without Java",
            "  soakline check                            what works on this machine",
            "",
            "Exit codes: 0 good, 1 a verdict is bad, 2 usage, 3 the environment does not allow it.",
            "Completion for bash and zsh: source <(soakline generate-completion)"
        },
        subcommands = {
            DemoCommand.class,
            AuditCommand.class,
            BuildCommand.class,
            ProduceCommand.class,
            SampleCommand.class,
            SelfTestCommand.class,
            ProcessCommand.class,
            SinkCommand.class,
            WatchCommand.class,
            GateCommand.class,
            AlertsCommand.class,
            BaselineCommand.class,
            BacktestCommand.class,
            ReplayCommand.class,
            IngestCommand.class,
            DevicesCommand.class,
            BundleCommand.class,
            CheckCommand.class,
            ConfigCommand.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class RootCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
