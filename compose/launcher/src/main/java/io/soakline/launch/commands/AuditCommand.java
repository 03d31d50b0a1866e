package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.ModelFiles;
import io.soakline.launch.OutputOrder;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Summaries;
import io.soakline.launch.Terminal;
import io.soakline.launch.audit.Audit;
import io.soakline.launch.audit.AuditPlan;
import io.soakline.launch.policy.Policy;
import io.soakline.launch.policy.PolicyException;
import io.soakline.sink.report.FailOn;
import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SummaryTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Builds, process starts and interleaved blocks of one model, then one report. */
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure how far a model's latency and outputs depend on the compiler, on the build and on the process start:",
            "every compiler builds it several times, every engine is started several times, and all of them run in turns.",
            "Ends with a report. Can be stopped at any time: the same command goes on where it was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline audit demo                                    3 builds x 2 starts x 4 compilers; half an hour",
            "  soakline audit demo --builds 2 --runs 1 --compilers tvm --for 5s   a first look, some minutes",
            "  soakline audit model.onnx --inputs photos --labels labels.csv --out report.html --json report.json",
            "  soakline audit model.onnx --compilers tvm,autotvm --trials 64 --option autotvm:tune-top=0",
            "  soakline audit model.onnx --deadline 5ms --load periodic:10ms --policy policy.yaml",
            "",
            "Tuners have a small budget: 8 schedules (--trials) for each of the 12 heaviest parts of the model",
            "(--option COMPILER:tune-top=N, 0 for all parts).",
            "",
            "Exit codes: 0 good; 1 a verdict is bad, a rule of the policy is broken, or an engine could not be built or run;",
            "2 usage; 3 the environment does not allow it. Label flips between rebuilds are reported and close with 1 only",
            "by the policy's rule gate.rebuild-label-flips-max."
        })
public final class AuditCommand implements Callable<Integer> {

    /** Of tuners, where nothing is said: three builds of each of two tuners and their soaks fit into half an hour. */
    private static final Map<String, String> SMALL_BUDGET = Map.of("trials", "8", "tune-top", "12");

    @Parameters(
            paramLabel = "MODEL.onnx|demo|demo-detector",
            description = "the model; demo and demo-detector name those that come with the program")
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private String model;

    @Option(
            names = "--compilers",
            split = ",",
            paramLabel = "NAME",
            description = "which compilers, with commas (default: ${DEFAULT-VALUE})",
            defaultValue = "tvm,autotvm,autoscheduler")
    private List<String> compilers = List.of();

    @Option(
            names = "--reference",
            paramLabel = "NAME",
            description = {
                "compiler whose outputs the others are compared with exactly; built once when it is not among --compilers",
                "(default: ${DEFAULT-VALUE})"
            },
            defaultValue = "onnxruntime")
    private String reference = "onnxruntime";

    @Option(
            names = "--builds",
            paramLabel = "K",
            description = "how often each compiler builds the model (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int builds;

    @Option(
            names = "--runs",
            paramLabel = "R",
            description = "how often each engine is started and soaked (default: ${DEFAULT-VALUE})",
            defaultValue = "2")
    private int runs;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            converter = HumanDuration.class,
            description = "how long each run soaks (default: ${DEFAULT-VALUE})",
            defaultValue = "20s")
    private Duration length = Duration.ofSeconds(20);

    @Option(names = "--out", paramLabel = "FILE", description = "write the report as one HTML file")
    private @Nullable Path out;

    @Option(names = "--json", paramLabel = "FILE", description = "write the summary as JSON")
    private @Nullable Path json;

    @Mixin
    private final OptionFlags options = new OptionFlags();

    @Option(names = "--inputs", paramLabel = "DIR", description = "folder of pictures or .npy files")
    private @Nullable Path inputs;

    @Option(
            names = "--labels",
            paramLabel = "CSV",
            description = "expected class of each input: a header file,label and one row for each")
    private @Nullable Path labels;

    @Option(
            names = "--probes",
            paramLabel = "N",
            description = "how many inputs are compared exactly, element by element (default: 8)")
    private int probes = OutputOrder.DEFAULT_PROBES;

    @Mixin
    private final LoadFlags soak = new LoadFlags();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "where the audit keeps its log and how far it is (default: XDG state folder, by model and plan)")
    private @Nullable Path data;

    @Option(names = "--fresh", description = "forget what an earlier audit left there; built engines stay in the cache")
    private boolean fresh;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Mixin
    private final FailOnFlag failOn = new FailOnFlag();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, PolicyException, InterruptedException {
        Set<FailOn> causes = failOn.causes();
        requireSense();
        List<String> all = new ArrayList<>(new LinkedHashSet<>(compilers));
        all.add(reference);
        Map<String, Map<String, String>> byCompiler = options.byCompiler(new LinkedHashSet<>(all), SMALL_BUDGET);
        Settings settings = flags.load();
        Policy policy = settings.policy();
        ModelFiles files = ModelFiles.of(model, settings.writableCache()).with(inputs, labels);
        AuditPlan plan = new AuditPlan(
                files,
                compilers,
                reference,
                builds,
                runs,
                length,
                soak.block,
                soak.load.text(),
                soak.waiting,
                soak.deadline == null ? policy.deadline() : soak.deadline,
                byCompiler,
                probes,
                settings.deviceId());
        Path folder = data == null ? settings.state().resolve("audits").resolve(plan.folderName()) : data;
        Audit.Outcome outcome = run(settings, plan, folder.toAbsolutePath(), policy);
        tell(outcome.report());
        boolean good = Judgement.passes(
                outcome.report().summary(), policy, causes, failOn.isGiven() || settings.has(SettingKey.POLICY));
        return outcome.complete() && good ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
    }

    private Audit.Outcome run(Settings settings, AuditPlan plan, Path folder, Policy policy)
            throws LaunchException, InterruptedException {
        Terminal terminal = Terminal.standard();
        Thread stopped = new Thread(() -> terminal.note("stopped; the same command goes on from here"), "stopped");
        try (Audit audit = new Audit(Home.ofThisProcess(), settings, plan, folder, fresh, policy.flow(), terminal)) {
            Runtime.getRuntime().addShutdownHook(stopped);
            Audit.Outcome outcome = audit.run();
            Runtime.getRuntime().removeShutdownHook(stopped);
            return outcome;
        }
    }

    private void tell(ReportData report) throws LaunchException {
        System.out.print(SummaryTable.render(report.summary(), Terminal.colour(), Terminal.columns()));
        if (json != null) {
            Summaries.write(report.summary(), json);
        }
        if (out != null) {
            Summaries.writeReport(report, out);
        }
    }

    private void requireSense() {
        CompilerNames.require(spec, compilers);
        CompilerNames.require(spec, List.of(reference));
        atLeastOne("--builds", builds);
        atLeastOne("--runs", runs);
        if (probes != OutputOrder.DEFAULT_PROBES) {
            atLeastOne("--probes", probes);
        }
        if (length.isZero()) {
            throw new ParameterException(spec.commandLine(), "--for is 0: a run that lasts no time measures nothing");
        }
    }

    private void atLeastOne(String flag, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), flag + " is " + value + "; expected at least 1");
        }
    }
}
