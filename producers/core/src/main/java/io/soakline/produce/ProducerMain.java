package io.soakline.produce;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.produce.publish.KafkaRecordPublisher;
import io.soakline.produce.publish.RecordPublisher;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The process in which engines are built and soaked, one per engine technology. A launcher starts it, sends it commands
 * on standard input and reads events on standard output, one JSON object per line; everything else goes to standard
 * error. See the module's PROTOCOL.md.
 */
public final class ProducerMain {

    private static final String LOGGING = "io/soakline/produce/producer-logging.xml";
    private static final Duration KAFKA_PATIENCE = Duration.ofSeconds(10);
    /** Of device topics that do not exist yet; a launcher that wants another number creates them first. */
    private static final int PARTITIONS = 6;

    private ProducerMain() {}

    /** Entry point of the process. */
    public static void main(String[] args) {
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", LOGGING);
        }
        // Not System.out: its character set depends on the locale.
        PrintStream events = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        // Whatever else prints, in Java, must not get between the events.
        System.setOut(System.err);
        LauncherWatch.begin(args);
        System.exit(run(args, System.in, events, ProducerMain::connect));
    }

    /** The process without the process: for tests, and for launchers that bring their own log. */
    static int run(String[] args, InputStream in, PrintStream out, Function<KafkaSettings, RecordPublisher> log) {
        EventStream events = new EventStream(out);
        EngineCatalog catalog = EngineCatalog.load();
        return new CommandLine(new Root())
                .addSubcommand(new BuildCommand(catalog, events))
                .addSubcommand(new CompilersCommand(catalog, events))
                .addSubcommand(new DevicesCommand(catalog, events))
                .addSubcommand(new SoakCommand(catalog, events, in, log))
                .addSubcommand(new SelfTestCommand(catalog, events, log))
                .setParameterExceptionHandler((e, line) -> fail(events, e, ExitCode.USAGE))
                .setExecutionExceptionHandler((e, line, parsed) -> fail(events, e, ExitCode.FAILED))
                .execute(args);
    }

    private static int fail(EventStream events, Exception failure, int exitCode) {
        events.event("failed").with("message", SoakSession.oneLine(failure)).send();
        return exitCode;
    }

    private static RecordPublisher connect(KafkaSettings kafka) {
        TopicAdmin.createTopics(kafka, PARTITIONS, KAFKA_PATIENCE);
        return new KafkaRecordPublisher(kafka);
    }

    /** Holds the subcommands. */
    @Command(
            name = "producer",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = "Builds and soaks inference engines; speaks JSON lines with its launcher.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private static final class Root implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            throw new ParameterException(
                    spec.commandLine(), "a command is missing: build, compilers, devices, soak or selftest");
        }
    }
}
