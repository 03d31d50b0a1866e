package io.soakline.produce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.log.InferenceColumns;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.SearchSeed;
import io.soakline.produce.publish.InMemoryPublisher;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.OutputSketch;
import io.soakline.record.Run;
import io.soakline.record.RunEnd;
import io.soakline.record.RunExit;
import io.soakline.record.SelfTest;
import io.soakline.record.SelfTestKind;
import io.soakline.record.SelfTestOutcome;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The protocol between launcher and producer, with synthetic engines and a log in memory. */
@Timeout(60)
class ProducerMainTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Path model = Path.of("");
    private final InMemoryPublisher log = new InMemoryPublisher();

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.writeString(folder.resolve("model.onnx"), "any bytes");
    }

    private record Outcome(int exitCode, List<JsonNode> events) {

        JsonNode last() {
            return events.get(events.size() - 1);
        }
    }

    private Outcome run(String... arguments) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = ProducerMain.run(
                arguments,
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                kafka -> log);
        List<JsonNode> events = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            events.add(JSON.readTree(line));
        }
        return new Outcome(exitCode, events);
    }

    private String build(String name, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--model",
                model.toString(),
                "--compiler",
                "synthetic",
                "--name",
                name,
                "--cache",
                folder.toString(),
                "--option",
                "latency-micros=200"));
        for (String option : options) {
            arguments.add("--option");
            arguments.add(option);
        }
        Outcome built = run(arguments.toArray(String[]::new));
        assertThat(built.exitCode()).isZero();
        assertThat(built.last().get("event").asText()).isEqualTo("built");
        assertThat(built.last().get("engineId").asText()).matches("[0-9a-f]{32}");
        return built.last().get("directory").asText();
    }

    /** A producer that soaks, driven line by line. */
    private static final class Driven implements AutoCloseable {

        private final PrintWriter commands;
        private final BufferedReader events;
        private final CompletableFuture<Integer> exit;

        Driven(Function<KafkaSettings, RecordPublisher> publisher, String... arguments) throws IOException {
            PipedOutputStream toProducer = new PipedOutputStream();
            PipedInputStream in = new PipedInputStream(toProducer);
            PipedInputStream fromProducer = new PipedInputStream();
            PrintStream out = new PrintStream(new PipedOutputStream(fromProducer), true, StandardCharsets.UTF_8);
            commands = new PrintWriter(toProducer, true, StandardCharsets.UTF_8);
            events = new BufferedReader(new InputStreamReader(fromProducer, StandardCharsets.UTF_8));
            exit = CompletableFuture.supplyAsync(() -> ProducerMain.run(arguments, in, out, publisher));
        }

        JsonNode next() throws IOException {
            return JSON.readTree(events.readLine());
        }

        JsonNode next(String event) throws IOException {
            JsonNode next = next();
            assertThat(next.get("event").asText()).as(next.toString()).isEqualTo(event);
            return next;
        }

        JsonNode send(String command, String answer) throws IOException {
            commands.println(command);
            return next(answer);
        }

        /** Turns until the run has so many inferences, however busy the machine is. */
        void soak(String run, long inferences) throws IOException {
            long produced = 0;
            while (produced < inferences) {
                produced = send("turn " + run + " 50", "turn").get("produced").asLong();
            }
        }

        int exitCode() throws Exception {
            return exit.get(30, TimeUnit.SECONDS);
        }

        @Override
        public void close() {
            commands.close();
        }
    }

    private Driven soak(String... arguments) throws IOException {
        return soak(kafka -> log, arguments);
    }

    private Driven soak(Function<KafkaSettings, RecordPublisher> publisher, String... arguments) throws IOException {
        List<String> all =
                new ArrayList<>(List.of("soak", "--kafka", "nowhere:9", "--device", "device-1", "--warm-up", "1"));
        all.addAll(Arrays.asList(arguments));
        return new Driven(publisher, all.toArray(String[]::new));
    }

    private Run lastRun(String runId) throws Exception {
        List<InMemoryPublisher.Published> records = log.published(Topic.RUNS).stream()
                .filter(record -> record.key().equals(runId))
                .toList();
        assertThat(records).isNotEmpty();
        return RecordCodec.of(Run.class).decode(records.get(records.size() - 1).value());
    }

    private static RunEnd end(Run run) {
        return Objects.requireNonNull(run.getEnd(), "the run has no end");
    }

    private long received(String runId) throws Exception {
        InferenceColumns columns = new InferenceColumns();
        long next = 0;
        for (InMemoryPublisher.Published published : log.published(Topic.INFERENCES)) {
            columns.decode(published.value());
            if (columns.runId.equals(runId)) {
                assertThat(columns.firstSequence).isEqualTo(next);
                next += columns.count;
            }
        }
        return next;
    }

    @Test
    void soak_givenAnEngineOnADeviceOfItsOwn_putsItsFactsBesideTheHosts() throws Exception {
        Path engine = Path.of(build("far"));
        Path manifest = engine.resolve(EngineManifest.FILE_NAME);
        Files.writeString(
                manifest,
                Files.readString(manifest).replace("\"synthetic\"", "\"" + ElsewhereProvider.COMPILER + "\""));
        try (Driven producer = soak("--engine", engine.toString(), "--fingerprint", "cpuModel=Test CPU")) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            assertThat(lastRun(run).getDevice())
                    .containsEntry("cpuModel", "Test CPU")
                    .containsEntry("gpu", "Test GPU");
        }
    }

    @Test
    void soak_givenTurnsOfTwoEngines_publishesEveryInferenceAndEndsBoth() throws Exception {
        String one = build("one");
        String two = build("two", "seed=2");
        try (Driven producer = soak(
                "--engine",
                one,
                "--engine",
                two,
                "--deadline",
                "5ms",
                "--environment",
                "clock=locked",
                "--fingerprint",
                "cpuModel=Test CPU")) {
            JsonNode ready = producer.next("ready");
            String first = ready.get("runs").get(0).get("run").asText();
            String second = ready.get("runs").get(1).get("run").asText();
            assertThat(first).matches("one-\\d{8}T\\d{6}-[0-9a-f]{4}");
            assertThat(ready.get("runs").get(1).get("compiler").asText()).isEqualTo("synthetic");
            Run started = lastRun(first);
            assertThat(started.getEnd()).isNull();
            assertThat(started.getEnvironment())
                    .containsEntry("clock", "locked")
                    .containsKey("affinity");
            assertThat(started.getDevice()).containsEntry("cpuModel", "Test CPU");
            assertThat(started.getInputCount()).isEqualTo(64);
            assertThat(started.getLoad().getDeadlineNanos()).isEqualTo(5_000_000L);

            long produced = 0;
            for (int i = 0; i < 3; i++) {
                JsonNode turn = producer.send("turn " + first + " 20", "turn");
                assertThat(turn.get("inferences").asLong()).isBetween(1L, 100L);
                produced += turn.get("inferences").asLong();
                assertThat(turn.get("produced").asLong()).isEqualTo(produced);
                producer.send("turn " + second + " 20", "turn");
            }
            JsonNode ended = producer.send("end", "ended");
            assertThat(ended.get("runs").get(0).get("produced").asLong()).isEqualTo(produced);
            assertThat(producer.exitCode()).isZero();
            assertThat(received(first)).isEqualTo(produced);
            assertThat(end(lastRun(first)).getProduced()).isEqualTo(produced);
            assertThat(end(lastRun(first)).getExit()).isEqualTo(RunExit.COMPLETED);
            assertThat(end(lastRun(second)).getProduced()).isEqualTo(received(second));
        }
    }

    @Test
    void soak_givenPublishingThatDies_endsItsRunsOnTheLogAllTheSame() throws Exception {
        RecordPublisher dying = new RecordPublisher() {
            @Override
            public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
                if (topic == Topic.INFERENCES) {
                    throw new IllegalStateException("encoder broken");
                }
                log.send(topic, key, value, done);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (Driven producer = soak(kafka -> dying, "--engine", build("one"))) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            // Shorter than it takes to fill a batch: the hand-over is at its end.
            producer.send("turn " + run + " 20", "turn");
            producer.send("end", "ended");
            assertThat(end(lastRun(run)).getExit()).isEqualTo(RunExit.FAILED);
            assertThat(end(lastRun(run)).getReason())
                    .contains("publishing has stopped")
                    .contains("encoder broken");
        }
    }

    @Test
    void soak_givenLauncherThatGoesAway_endsTurnAndRunsInOrder() throws Exception {
        String engine = build("one");
        Driven producer = soak("--engine", engine);
        String run = producer.next("ready").get("runs").get(0).get("run").asText();
        producer.send("turn " + run + " 20", "turn");
        producer.commands.println("turn " + run + " 600000");
        producer.close();
        producer.next("turn");
        producer.next("ended");
        assertThat(producer.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(end(lastRun(run)).getExit()).isEqualTo(RunExit.FAILED);
        assertThat(end(lastRun(run)).getReason()).isEqualTo("launcher went away");
        assertThat(end(lastRun(run)).getProduced()).isEqualTo(received(run));
    }

    @Test
    void soak_givenEngineThatFails_endsItsRunAndGoesOnWithTheOthers() throws Exception {
        String failing = build("failing", "fail-after=5");
        String good = build("good", "seed=2");
        try (Driven producer = soak("--engine", failing, "--engine", good)) {
            JsonNode ready = producer.next("ready");
            String bad = ready.get("runs").get(0).get("run").asText();
            String other = ready.get("runs").get(1).get("run").asText();
            JsonNode failed = producer.send("turn " + bad + " 1000", "engine-failed");
            assertThat(failed.get("run").asText()).isEqualTo(bad);
            assertThat(failed.get("message").asText()).contains("failed on call 6");
            assertThat(end(lastRun(bad)).getExit()).isEqualTo(RunExit.FAILED);
            assertThat(end(lastRun(bad)).getProduced()).isEqualTo(5);
            producer.send("turn " + bad + " 10", "refused");
            producer.send("turn " + other + " 10", "turn");
            producer.send("end", "ended");
            assertThat(producer.exitCode()).isZero();
            assertThat(end(lastRun(other)).getExit()).isEqualTo(RunExit.COMPLETED);
        }
    }

    @Test
    void soak_givenLogThatRefusesBatches_saysSoInTheRunsEnd() throws Exception {
        String engine = build("one");
        RecordPublisher refusing = new RecordPublisher() {
            @Override
            public void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
                if (topic == Topic.INFERENCES) {
                    done.accept(new IOException("record too large"));
                } else {
                    log.send(topic, key, value, done);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        try (Driven producer = soak(kafka -> refusing, "--engine", engine)) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            producer.send("turn " + run + " 20", "turn");
            producer.send("end", "ended");
            assertThat(producer.exitCode()).isZero();
            assertThat(end(lastRun(run)).getExit()).isEqualTo(RunExit.FAILED);
            assertThat(end(lastRun(run)).getReason()).contains("did not reach the log: record too large");
        }
    }

    @Test
    void soak_givenUnknownCommands_refusesThemAndGoesOn() throws Exception {
        String engine = build("one");
        try (Driven producer = soak("--engine", engine)) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            producer.send("dance", "refused");
            producer.send("turn nobody 10", "refused");
            producer.send("turn " + run + " soon", "refused");
            producer.send("turn " + run + " 10", "turn");
            producer.send("end", "ended");
            assertThat(producer.exitCode()).isZero();
        }
    }

    @Test
    void soak_givenUnreachableKafka_saysSoInOneLineAndExits3() throws Exception {
        String engine = build("one");
        try (Driven producer = soak(
                kafka -> {
                    throw new KafkaUnreachableException(kafka, "creating topics", new IOException("refused"));
                },
                "--engine",
                engine)) {
            assertThat(producer.next("failed").get("message").asText()).contains("nowhere:9");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        }
    }

    @Test
    void soak_givenDirectoryWithoutEngine_saysWhatToDo() throws Exception {
        try (Driven producer = soak("--engine", folder.resolve("nothing").toString())) {
            assertThat(producer.next("failed").get("message").asText()).contains("build one with: soakline build");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.FAILED);
        }
        assertThat(log.published(Topic.RUNS)).isEmpty();
    }

    @Test
    void soak_givenEngineOfUnknownCompiler_saysWhoRunsIt() throws Exception {
        Path engine = Path.of(build("one"));
        Path file = engine.resolve("engine.json");
        Files.writeString(file, Files.readString(file).replace("\"synthetic\"", "\"alien\""));
        try (Driven producer = soak("--engine", engine.toString())) {
            assertThat(producer.next("failed").get("message").asText())
                    .contains("nothing in this process runs engines of compiler \"alien\"");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void soak_givenBadLoad_isAUsageError() throws Exception {
        try (Driven producer = soak("--engine", "x", "--load", "often")) {
            assertThat(producer.next("failed").get("message").asText()).contains("periodic:10ms");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void build_givenMissingModel_fails() throws Exception {
        Outcome outcome = run(
                "build",
                "--model",
                "gone.onnx",
                "--compiler",
                "synthetic",
                "--name",
                "x",
                "--cache",
                folder.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.last().get("message").asText()).contains("cannot read the model gone.onnx");
    }

    @Test
    void build_givenUnknownOption_namesTheKnownOnes() throws Exception {
        Outcome outcome = run(
                "build",
                "--model",
                model.toString(),
                "--compiler",
                "synthetic",
                "--name",
                "x",
                "--cache",
                folder.toString(),
                "--option",
                "latency=3");
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.last().get("message").asText())
                .contains("no option \"latency\"")
                .contains("latency-micros");
    }

    @Test
    void build_givenUnknownCompiler_namesTheKnownOnes() throws Exception {
        Outcome outcome = run(
                "build", "--model", model.toString(), "--compiler", "gcc", "--name", "x", "--cache", folder.toString());
        assertThat(outcome.last().get("message").asText())
                .contains("\"gcc\" is not known")
                .contains("synthetic");
    }

    @Test
    void build_givenCacheThatCannotBeWritten_exits3() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        Outcome outcome = run(
                "build",
                "--model",
                model.toString(),
                "--compiler",
                "synthetic",
                "--name",
                "x",
                "--cache",
                file.resolve("cache").toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
        assertThat(outcome.last().get("message").asText()).contains("cannot write to the engine cache");
    }

    @Test
    void compilers_listsThemWithOptions() throws Exception {
        Outcome outcome = run("compilers");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.last().get("compilers").get(0).get("compiler").asText())
                .isEqualTo("synthetic");
        assertThat(outcome.last()
                        .get("compilers")
                        .get(0)
                        .get("options")
                        .get(0)
                        .get("key")
                        .asText())
                .isEqualTo("input-shape");
    }

    @Test
    void devices_givenNoWatchOnTheClassPath_listsNoneAndWhatEnginesMiss() throws Exception {
        Outcome outcome = run("devices");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.last().get("event").asText()).isEqualTo("devices");
        assertThat(outcome.last().get("devices")).isEmpty();
        assertThat(outcome.last().get("compilers").get(0).get("missing").asText())
                .isEmpty();
    }

    @Test
    void usage_givenNoCommandOrMisspeltOption_exits2WithOneEvent() throws Exception {
        assertThat(run("soak", "--engin", "x").exitCode()).isEqualTo(ExitCode.USAGE);
        Outcome nothing = run();
        assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(nothing.last().get("event").asText()).isEqualTo("failed");
    }

    private Outcome buildNumber(int number, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--model",
                model.toString(),
                "--compiler",
                "synthetic",
                "--name",
                "x",
                "--cache",
                folder.toString(),
                "--build-number",
                Integer.toString(number)));
        arguments.addAll(Arrays.asList(more));
        return run(arguments.toArray(String[]::new));
    }

    @Test
    void build_givenNumbers_compilesEachOnceAndKeepsItsBuild() throws Exception {
        JsonNode first = buildNumber(1).last();
        JsonNode second = buildNumber(2).last();
        JsonNode secondAgain = buildNumber(2).last();
        assertThat(second.get("directory")).isNotEqualTo(first.get("directory"));
        assertThat(second.get("engineId")).isEqualTo(first.get("engineId"));
        assertThat(second.get("buildId")).isNotEqualTo(first.get("buildId"));
        assertThat(second.get("buildNumber").asInt()).isEqualTo(2);
        assertThat(secondAgain.get("directory")).isEqualTo(second.get("directory"));
        assertThat(secondAgain.get("buildId")).isEqualTo(second.get("buildId"));
        assertThat(buildNumber(0).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void build_givenDeclarationBesideTheModel_keepsItBesideTheEngineUntilItIsGone() throws Exception {
        Path beside = Files.writeString(folder.resolve("model.soakline.json"), "{\"version\":1}");
        Path engine = Path.of(buildNumber(1).last().get("directory").asText());
        assertThat(engine.resolve("declaration.json")).hasSameTextualContentAs(beside);
        Files.delete(beside);
        buildNumber(1);
        assertThat(engine.resolve("declaration.json")).doesNotExist();
    }

    @Test
    void build_givenDeclarationWithAMistake_failsBeforeItBuilds() throws Exception {
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"version\":1,\"outputs\":{\"kind\":\"poem\"}}");
        Outcome outcome = buildNumber(1, "--declaration", bad.toString());
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.events()).hasSize(1);
        assertThat(outcome.last().get("message").asText()).contains("bad.json: outputs.kind is \"poem\"");
    }

    @Test
    void soak_givenDeclarationBuildAndGolden_saysSoInTheRunsRecord() throws Exception {
        Files.writeString(
                folder.resolve("model.soakline.json"),
                "{\"version\":1,\"outputs\":{\"kind\":\"classification\"},\"tolerance\":{\"absolute\":0.5,\"relative\":0}}");
        String engine = build("one");
        Files.writeString(Path.of(engine, SearchSeed.FILE_NAME), "{\"seed\": 7}");
        String golden = folder.resolve("golden").toString();
        try (Driven producer = soak("--engine", engine, "--keep-golden", golden, "--probes", "4")) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            producer.soak(run, 64);
            assertThat(Path.of(golden, "golden.json")).exists();
            producer.send("end", "ended");
            assertThat(lastRun(run).getProbes()).isEmpty();
        }
        try (Driven producer = soak("--engine", engine, "--golden", golden)) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            assertThat(lastRun(run).getUnsketched()).isNull();
            producer.soak(run, 64);
            producer.send("end", "ended");
            Run record = lastRun(run);
            assertThat(record.getProbes()).containsExactly(0, 16, 32, 48);
            assertThat(record.getConfiguration()).containsEntry("latency-micros", "200");
            assertThat(Objects.requireNonNull(record.getBuild()).getNumber()).isEqualTo(1);
            assertThat(record.getBuild().getSearchSeed()).isEqualTo(7);
            assertThat(Objects.requireNonNull(record.getOutputDeclaration()).getAbsoluteTolerance())
                    .isEqualTo(0.5);
            assertThat(record.getUnsketched()).isZero();
        }
        List<OutputSketch> compared = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.OUTPUTS)) {
            OutputSketch sketch = RecordCodec.of(OutputSketch.class).decode(published.value());
            assertThat(Objects.requireNonNull(sketch.getAnswer()).getLabels()).hasSize(1);
            if (sketch.getGolden() != null) {
                compared.add(sketch);
            }
        }
        assertThat(compared)
                .hasSize(4)
                .allSatisfy(sketch -> assertThat(
                                Objects.requireNonNull(sketch.getGolden()).getDiffering())
                        .isZero());
    }

    @Test
    void soak_givenGoldenOfOtherInputs_isRefusedInOneLine() throws Exception {
        String engine = build("one");
        String golden = folder.resolve("golden").toString();
        try (Driven producer = soak("--engine", engine, "--keep-golden", golden)) {
            String run = producer.next("ready").get("runs").get(0).get("run").asText();
            producer.send("turn " + run + " 50", "turn");
            producer.send("end", "ended");
        }
        try (Driven producer = soak("--engine", engine, "--golden", golden, "--seed", "2")) {
            assertThat(producer.next("failed").get("message").asText()).contains("are of another input set");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void soak_givenLabelsWithoutInputs_isAUsageError() throws Exception {
        try (Driven producer = soak("--engine", "x", "--labels", "labels.csv")) {
            assertThat(producer.next("failed").get("message").asText()).contains("give the inputs with --inputs");
            assertThat(producer.exitCode()).isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void selftest_publishesEachFindingAndTellsIt() throws Exception {
        String engine = build("one", "thread-ulps=2");
        Outcome outcome = run("selftest", "--engine", engine, "--kafka", "nowhere:9", "--device", "device-1");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.last().get("event").asText()).isEqualTo("ended");
        assertThat(outcome.events()).hasSize(SelfTestKind.values().length + 1);
        List<SelfTest> tests = new ArrayList<>();
        for (InMemoryPublisher.Published published : log.published(Topic.SELF_TESTS)) {
            tests.add(RecordCodec.of(SelfTest.class).decode(published.value()));
        }
        assertThat(tests).extracting(SelfTest::getKind).containsExactly(SelfTestKind.values());
        SelfTest threads = tests.get(2);
        assertThat(threads.getKind()).isEqualTo(SelfTestKind.THREAD_COUNT);
        assertThat(threads.getOutcome()).isEqualTo(SelfTestOutcome.FAILED);
        assertThat(threads.getEvidence()).contains("input 0 gave another output with 2 threads than with 1");
        assertThat(threads.getMismatches()).isEqualTo(threads.getTrials()).isPositive();
        assertThat(outcome.events().get(2).get("evidence").asText()).isEqualTo(threads.getEvidence());
    }
}
