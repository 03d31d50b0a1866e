package io.soakline.launch.commands;

import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.Pipeline;
import io.soakline.launch.RecordFile;
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
import java.util.LinkedHashSet;
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
            "--kafka the records are handed over, and whoever works on that log judges them."
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
        Policy policy = settings.policy();
        Terminal terminal = Terminal.standard();
        if (settings.has(SettingKey.KAFKA)) {
            if (report != null || json != null) {
                throw new LaunchException("with --kafka the records are only handed over; leave out --out and --json");
            }
            TopicAdmin.ping(settings.kafka(), PATIENCE);
            TopicAdmin.createTopics(settings.kafka(), Settings.PARTITIONS, PATIENCE);
            return handOver(settings.kafka(), terminal, new ArrayList<>(), new LinkedHashSet<>())
                    ? ExitCode.GOOD
                    : ExitCode.VERDICT_BAD;
        }
        List<String> notes = new ArrayList<>();
        try (Pipeline pipeline =
                new Pipeline(Home.ofThisProcess(), settings, null, policy.flow(), Cores.ofThisHost(), notes::add)) {
            terminal.status("starting the log …");
            pipeline.startWithoutSampler();
            Set<String> runIds = new LinkedHashSet<>();
            boolean whole = handOver(pipeline.kafka(), terminal, notes, runIds);
            terminal.status("waiting until everything is counted …");
            pipeline.awaitCounted(runIds);
            terminal.clearStatus();
            ReportData found = pipeline.report(Set.of(), notes);
            System.out.print(SummaryTable.render(found.summary(), Terminal.colour()));
            if (json != null) {
                Summaries.write(found.summary(), json);
            }
            if (report != null) {
                Summaries.writeReport(found, report);
                terminal.note("report: " + report);
            }
            boolean good = Judgement.passes(
                    found.summary(), policy, causes, failOn.isGiven() || settings.has(SettingKey.POLICY));
            return whole && good ? ExitCode.GOOD : ExitCode.VERDICT_BAD;
        }
    }

    /** @return whether every file is whole and every line a record that the log took */
    private boolean handOver(KafkaSettings kafka, Terminal terminal, List<String> notes, Set<String> runIds)
            throws LaunchException {
        boolean whole = true;
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        try (KafkaPublisher publisher = new KafkaPublisher(kafka)) {
            for (Path file : files) {
                terminal.status("reading " + file + " …");
                RecordFile read = RecordFile.read(
                        file,
                        line -> publisher.send(
                                new OutgoingRecord(line.topic(), line.key(), line.value()),
                                failure -> refused.compareAndSet(null, failure)));
                runIds.addAll(read.runIds());
                for (String line : told(file, read)) {
                    notes.add(line);
                    terminal.note(line);
                }
                whole = whole && read.whole() && read.malformed() == 0;
            }
            publisher.flush();
        }
        Exception first = refused.get();
        if (first != null) {
            throw new LaunchException("the log did not take every record: " + first.getMessage(), first);
        }
        return whole;
    }

    private static List<String> told(Path file, RecordFile read) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%s: %,d records of %,d runs",
                file, read.records(), read.runIds().size()));
        if (read.malformed() > 0) {
            lines.add(String.format(
                    "%s: %,d lines are no records and are left out, the first is %s",
                    file, read.malformed(), read.firstFault()));
        }
        if (!read.whole()) {
            lines.add(file + " ends in the middle: its writer was killed; what came before is taken");
        }
        return lines;
    }
}
