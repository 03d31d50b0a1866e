package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.flow.FlowSettings;
import io.soakline.flow.Replay;
import io.soakline.flow.ReplayResult;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Settings;
import io.soakline.launch.policy.PolicyException;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Works the panes on the log in again and compares what comes of it. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Work every pane on the log in again, in memory, and compare the windows, alerts and agreements that come of it",
            "with those on the log, byte by byte. What was known only later is counted and named. Writes nothing. Exit code 1 when any differs. Give the policy that held then."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline replay --kafka broker:9092",
            "  soakline replay --kafka broker:9092 --policy policy.yaml --json"
        })
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Option(names = "--json", description = "as JSON on standard output")
    private boolean json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Override
    public Integer call() throws LaunchException, PolicyException, JsonProcessingException {
        Settings settings = flags.load();
        KafkaSettings kafka = settings.kafka();
        FlowSettings flow = FlowSettings.defaults(settings.deviceId())
                .withPolicy(settings.policy().flow());
        // A consumer would wait a minute for a broker that is not there.
        TopicAdmin.ping(kafka, PATIENCE);
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, PATIENCE);
        ReplayResult result = Replay.run(kafka, flow);
        if (result.panes() == 0) {
            throw new LaunchException("there is no pane on " + kafka + " to replay; is the topic prefix right?");
        }
        System.out.println(json ? json(result) : text(result));
        return result.isEqual() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
    }

    private static String text(ReplayResult result) {
        StringBuilder out = new StringBuilder(String.format(Locale.ROOT, "%,d panes replayed%n", result.panes()));
        out.append(text("windows", result.windows()))
                .append(text("alerts", result.alerts()))
                .append(text("agreements", result.agreements()));
        if (!result.knownLater().isEmpty()) {
            out.append(String.format("known only later, and how often: %s%n", new TreeMap<>(result.knownLater())));
        }
        result.differences()
                .forEach(difference -> out.append("  ").append(difference).append('\n'));
        return out.append(result.isEqual() ? "the log is what its panes say" : "THE LOG IS NOT WHAT ITS PANES SAY")
                .toString();
    }

    private static String text(String name, ReplayResult.Comparison comparison) {
        return String.format(
                Locale.ROOT,
                "%-10s %,d equal, %,d but for what was known later, %,d different, %,d missing, %,d unexplained%n",
                name,
                comparison.equal(),
                comparison.knownLater(),
                comparison.different(),
                comparison.missing(),
                comparison.unexplained());
    }

    private static String json(ReplayResult result) throws JsonProcessingException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.put("version", 1);
        all.put("equal", result.isEqual());
        all.put("panes", result.panes());
        put(all.putObject("windows"), result.windows());
        put(all.putObject("alerts"), result.alerts());
        put(all.putObject("agreements"), result.agreements());
        ObjectNode later = all.putObject("knownLater");
        new TreeMap<>(result.knownLater()).forEach(later::put);
        var differences = all.putArray("differences");
        result.differences().forEach(differences::add);
        return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all);
    }

    private static void put(ObjectNode node, ReplayResult.Comparison comparison) {
        node.put("equal", comparison.equal())
                .put("knownLater", comparison.knownLater())
                .put("different", comparison.different())
                .put("missing", comparison.missing())
                .put("unexplained", comparison.unexplained());
    }
}
