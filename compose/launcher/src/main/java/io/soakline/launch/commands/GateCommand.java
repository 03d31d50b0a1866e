package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Summaries;
import io.soakline.launch.policy.Policy;
import io.soakline.launch.policy.PolicyException;
import io.soakline.launch.policy.PolicyText;
import io.soakline.sink.report.FailOn;
import io.soakline.sink.report.Gate;
import io.soakline.sink.report.GateCheck;
import io.soakline.sink.report.GateResult;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** An exit code from verdicts, alerts and the policy's rules. */
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judge a soak for CI: one line for each rule, passed, failed or not judged, with the figures.",
            "Reads the summary that demo --json wrote, or the topics. Exit code 0 passes, 1 does not."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline gate --print-policy > policy.yaml                     every key, commented, to be edited",
            "  soakline gate --summary out.json --policy policy.yaml          judge a demo",
            "  soakline gate --kafka broker:9092 --run 7f3a --policy policy.yaml",
            "  soakline gate --summary out.json --fail-on broken,lost,alerts  only these count"
        })
public final class GateCommand implements Callable<Integer> {

    @Option(names = "--summary", paramLabel = "FILE", description = "summary of a demo as JSON; without it, the topics")
    private @Nullable Path summary;

    @Option(
            names = "--run",
            split = ",",
            paramLabel = "RUN",
            description = "only these runs of the topics (default: all that the log holds)")
    private List<String> runs = List.of();

    @Mixin
    private final FailOnFlag failOn = new FailOnFlag();

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Option(names = "--print-policy", description = "print the policy in use, every key with a comment, and end")
    private boolean printPolicy;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call
    private CommandSpec spec;

    @Override
    public Integer call() throws LaunchException, PolicyException, JsonProcessingException {
        Set<FailOn> causes = failOn.causes();
        Settings settings = flags.load();
        Policy policy = settings.policy();
        if (printPolicy) {
            System.out.print(PolicyText.of(policy));
            return ExitCode.GOOD;
        }
        GateResult result = Gate.judge(read(settings), policy.gate(), causes);
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(result));
        } else {
            result.checks().stream().map(GateCheck::line).forEach(System.out::println);
            System.out.println(result.passed() ? "the gate is open" : "THE GATE IS CLOSED");
        }
        return result.passed() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
    }

    private SoakSummary read(Settings settings) throws LaunchException {
        if (summary != null) {
            if (!runs.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(), "--run chooses runs of the topics; a summary holds its own");
            }
            return Summaries.read(summary);
        }
        if (!settings.has(SettingKey.KAFKA)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "what is to be judged? give --summary FILE, or --kafka HOST:PORT for what is on the topics");
        }
        KafkaSettings kafka = settings.kafka();
        SoakSummary read = SummaryReader.read(kafka, new LinkedHashSet<>(runs), null);
        Set<String> missing = new LinkedHashSet<>(runs);
        read.runs().forEach(run -> missing.remove(run.run()));
        if (!missing.isEmpty()) {
            throw new LaunchException("no run " + String.join(", ", missing) + " on " + kafka
                    + "; without --run every run of the log is judged");
        }
        return read;
    }
}
