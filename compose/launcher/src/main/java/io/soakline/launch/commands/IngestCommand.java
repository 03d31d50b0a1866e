package io.soakline.launch.commands;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.launch.FileHandOver;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Pipeline;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import io.soakline.launch.Summaries;
import io.soakline.launch.Terminal;
import io.soakline.launch.policy.Policy;
import io.soakline.launch.policy.PolicyException;
import io.soakline.sink.report.FailOn;
import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SummaryTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes records that a device without a log has written to a file. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Put the records of files, written with produce --records or on a board with the bundle, on the log, and judge",
            "them. Without --kafka broker, store and processors are embedded, and what was found is told at the end; with",
            "--kafka the records are handed over, and whoever works on that log judges them. Of a file whose writer was",
            "killed everything whole is taken, and its open runs are closed as killed. Samples alone are described only."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline ingest records.ndjson.gz --out report.html    what the board did, one page",
            "  soakline ingest board-*.ndjson.gz --json out.json      several boards, one summary",
            "  soakline ingest records.ndjson.gz --kafka broker:9092  only hand them over"
        })
public final class IngestCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "files of records, .ndjson or .ndjson.gz")
    private List<Path> files = List.of();

    @Option(names = "--out", paramLabel = "FILE", description = "write a report, one HTML file")
    private @Nullable Path report;

    @Option(names = "--json", paramLabel = "FILE", description = "write the summary as JSON")
    private @Nullable Path json;

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Mixin
    private final FailOnFlag failOn = new FailOnFlag();

    @Override
    public Integer call() throws LaunchException, PolicyException, InterruptedException {
        Set<FailOn> causes = failOn.causes();
        Settings settings = flags.load();
        if (settings.has(SettingKey.KAFKA)) {
            return handOver(settings.kafka());
        }
        boolean asked = failOn.isGiven() || settings.has(SettingKey.POLICY);
        boolean wanted = report != null || json != null || asked;
        return !wanted && FileHandOver.areSamplesAlone(files) ? describe() : judge(settings, causes, asked);
    }

    private int handOver(KafkaSettings kafka) throws LaunchException {
        if (report != null || json != null) {
            throw new LaunchException("with --kafka the records are only handed over; leave out --out and --json");
        }
        TopicAdmin.ping(kafka, PATIENCE);
        TopicAdmin.createTopics(kafka, Settings.PARTITIONS, PATIENCE);
        FileHandOver read = handOver(kafka, Terminal.standard(), new ArrayList<>());
        return read.isWhole() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
    }

    /** Samples alone: nothing can be judged, and no log is needed to say what they are. */
    private int describe() throws LaunchException {
        Terminal terminal = Terminal.standard();
        FileHandOver read = new FileHandOver(record -> {}, terminal::note);
        read.take(files);
        tellSamples(read);
        return read.isWhole() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
    }

    private int judge(Settings settings, Set<FailOn> causes, boolean asked)
            throws LaunchException, PolicyException, InterruptedException {
        Policy policy = settings.policy();
        Terminal terminal = Terminal.standard();
        List<String> notes = Collections.synchronizedList(new ArrayList<>());
        try (Pipeline pipeline =
                new Pipeline(Home.ofThisProcess(), settings, null, policy.flow(), Cores.ofThisHost(), notes::add)) {
            terminal.status("starting the log …");
            pipeline.startWithoutSampler();
            FileHandOver read = handOver(pipeline.kafka(), terminal, notes);
            terminal.status("waiting until everything is counted …");
            pipeline.awaitCounted(read.runIds());
            terminal.clearStatus();
            ReportData found = pipeline.report(Set.of(), List.copyOf(notes));
            write(found, terminal);
            boolean good;
            if (read.devices().isAll() && !asked) {
                tellSamples(read);
                good = true;
            } else {
                System.out.print(SummaryTable.render(found.summary(), Terminal.colour(), Terminal.columns()));
                good = Judgement.passes(found.summary(), policy, causes, asked);
            }
            return good && read.isWhole() ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
        }
    }

    private static void tellSamples(FileHandOver read) {
        System.out.println("samples of devices and no run, so there is nothing to judge:");
        read.devices().told().forEach(line -> System.out.println("  " + line));
    }

    private void write(ReportData found, Terminal terminal) throws LaunchException {
        if (json != null) {
            Summaries.write(found.summary(), json);
        }
        if (report != null) {
            Summaries.writeReport(found, report);
            terminal.note("report: " + report);
        }
    }

    private FileHandOver handOver(KafkaSettings kafka, Terminal terminal, List<String> notes) throws LaunchException {
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        FileHandOver read;
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            read = new FileHandOver(
                    record -> publisher.send(record, failure -> refused.compareAndSet(null, failure)), line -> {
                        notes.add(line);
                        terminal.note(line);
                    });
            terminal.status("reading " + (files.size() == 1 ? files.get(0) : files.size() + " files") + " …");
            read.take(files);
            publisher.flush();
            read.closeRuns();
            publisher.flush();
        }
        Exception first = refused.get();
        if (first != null) {
            throw new LaunchException("the log did not take every record: " + first.getMessage(), first);
        }
        return read;
    }
}
