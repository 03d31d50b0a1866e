package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.flow.policy.FlowPolicy;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.KafkaTail;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.GoldenComparison;
import io.soakline.record.OutputSketch;
import io.soakline.sink.report.SoakSummary;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole arrow with engines whose faults are known: real processes, a real broker, a real store. Needs the other
 * modules' jars, which a build of the whole project has made by now.
 */
class EndToEndTest {

    private static final Home HOME =
            new Home(Path.of("").toAbsolutePath().resolve("../..").normalize());
    private static final Cores SHARED = new Cores(-1, List.of(), List.of(), "tests share the cores");
    private static final Duration BLOCK = Duration.ofMillis(200);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path folder;

    private static final List<String> NOTES = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Pipeline pipeline;

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(model(), "a synthetic engine takes any file for its model");
        pipeline = new Pipeline(HOME, settings(), folder.resolve("data"), FlowPolicy.DEFAULT, SHARED, NOTES::add);
        pipeline.startPage();
        pipeline.start();
    }

    @AfterAll
    static void stop() {
        pipeline.close();
    }

    private static Path model() {
        return folder.resolve("any.onnx");
    }

    private static Settings settings() throws LaunchException {
        return Settings.load(
                Map.of(
                        SettingKey.PORT, "0",
                        SettingKey.DEVICE, "bench",
                        SettingKey.CACHE, folder.resolve("cache").toString()),
                Map.of("XDG_CONFIG_HOME", folder.toString()));
    }

    private static SoakOrder.Engine engine(String name, String... options) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("input-shape", "1x3x8x8", "latency-micros", "500"));
        for (String option : options) {
            all.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        return new SoakOrder.Engine(
                "synthetic",
                EngineBuild.start(
                                HOME,
                                new EngineBuild.Order(name, "synthetic", model(), all, 1),
                                folder.resolve("cache"),
                                folder.resolve("logs"),
                                List.of(),
                                (engine, stage, fraction) -> {})
                        .get(60, TimeUnit.SECONDS));
    }

    private static SoakSummary soak(Duration length, Runnable halfway, SoakOrder.Engine... engines) throws Exception {
        return soak(OutputOrder.NONE, length, halfway, engines);
    }

    private static SoakSummary soak(OutputOrder outputs, Duration length, Runnable halfway, SoakOrder.Engine... engines)
            throws Exception {
        SoakOrder order = new SoakOrder(
                List.of(engines),
                null,
                outputs,
                new RecordsPlace.Kafka(pipeline.kafka(), null),
                "bench",
                "closed",
                "spin",
                null,
                BLOCK,
                0,
                Map.of(),
                Map.of());
        AtomicBoolean done = new AtomicBoolean();
        try (Baton baton = Baton.start(HOME, order, SHARED, folder.resolve("logs"), NOTES::add)) {
            baton.soak(length, elapsed -> {
                if (elapsed.compareTo(length.dividedBy(2)) > 0 && done.compareAndSet(false, true)) {
                    halfway.run();
                }
            });
            baton.end();
            pipeline.awaitCounted(baton.runIds());
        }
        return pipeline.summary(List.copyOf(NOTES));
    }

    private static SoakSummary.RunSummary run(SoakSummary summary, String engine) {
        return summary.runs().stream()
                .filter(run -> run.engine().equals(engine))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no run of " + engine + " in " + summary));
    }

    private static void assertCloses(SoakSummary summary) {
        assertThat(summary.ledger().closes()).as("%s", summary.ledger()).isTrue();
        assertThat(summary.ledger().lost()).as("%s", summary.ledger()).isZero();
        assertThat(summary.ledger().paned()).isPositive();
    }

    @Test
    void soak_givenRepeatableAndFlippingEngines_judgesEachByItsOwn() throws Exception {
        SoakSummary summary = soak(
                Duration.ofSeconds(4),
                () -> {},
                engine("steady"),
                engine("flipping", "flip-probability=0.01", "seed=7"));
        assertCloses(summary);
        assertThat(run(summary, "steady").verdict().state()).isEqualTo("STEADY");
        assertThat(run(summary, "steady").inferences()).isGreaterThan(1000);
        assertThat(run(summary, "steady").repeatability().bitwiseRate()).isEqualTo(1.0);
        assertThat(run(summary, "flipping").verdict().state()).isEqualTo("BROKEN");
        assertThat(run(summary, "flipping").repeatability().bitwiseRate()).isBetween(0.97, 0.9999);
        assertThat(summary.alerts())
                .anySatisfy(alert -> assertThat(alert.kind()).isEqualTo("repeatability-broken"));
        assertThat(summary.store())
                .isNotNull()
                .satisfies(store -> assertThat(store.points()).isPositive());
    }

    @Test
    void soak_givenProcessThatDies_closesItsRunsStartsItAnewAndSaysSo() throws Exception {
        SoakSummary summary = soak(Duration.ofSeconds(5), () -> {}, engine("halting", "halt-after=1500"));
        assertCloses(summary);
        assertThat(summary.runs().stream().filter(run -> run.engine().equals("halting")))
                .hasSizeGreaterThan(1)
                .anySatisfy(run -> assertThat(run.verdict().state()).isEqualTo("BROKEN"));
        assertThat(summary.alerts())
                .anySatisfy(alert -> assertThat(alert.kind()).isEqualTo("engine-crashed"));
        assertThat(summary.notes())
                .anySatisfy(note -> assertThat(note).contains("closed as killed, it is started anew"));
    }

    @Test
    void soak_givenGoldenOutputs_comparesEachProbeElementByElement() throws Exception {
        Path golden = folder.resolve("golden");
        OutputOrder keep = new OutputOrder(null, null, null, golden, 4);
        soak(keep, Duration.ofSeconds(1), () -> {}, engine("golden-origin"));
        soak(
                OutputOrder.NONE.comparedWith(golden),
                Duration.ofSeconds(2),
                () -> {},
                engine("golden-same"),
                engine("golden-flipping", "flip-probability=0.2", "seed=3"));

        RecordCodec<OutputSketch> codec = RecordCodec.of(OutputSketch.class);
        List<GoldenComparison> compared = new ArrayList<>();
        for (var record : KafkaTail.snapshot(pipeline.kafka(), Topic.OUTPUTS)) {
            GoldenComparison comparison = codec.decode(record.value()).getGolden();
            if (comparison != null) {
                compared.add(comparison);
            }
        }
        assertThat(compared)
                .allSatisfy(comparison -> assertThat(comparison.getOrigin()).isEqualTo("golden-origin"))
                .anySatisfy(comparison -> assertThat(comparison.getDiffering()).isZero())
                .anySatisfy(comparison -> assertThat(comparison.getDiffering()).isPositive());
    }

    @Test
    void soak_givenMalformedRecordOnTheTopic_setsItApartAndGoesOn() throws Exception {
        SoakSummary summary = soak(Duration.ofSeconds(2), EndToEndTest::putGarbage, engine("undisturbed"));
        assertCloses(summary);
        assertThat(summary.ledger().malformed()).isEqualTo(1);
        assertThat(run(summary, "undisturbed").verdict().state()).isNotEqualTo("BROKEN");
        assertThat(summary.alerts())
                .anySatisfy(alert -> assertThat(alert.kind()).isEqualTo("malformed-record"));
    }

    private static void putGarbage() {
        try (KafkaPublisher publisher = new KafkaPublisher(pipeline.kafka())) {
            publisher.send(
                    new OutgoingRecord(Topic.INFERENCES, "bench", "no batch".getBytes(StandardCharsets.UTF_8)),
                    failure -> assertThat(failure).isNull());
        }
    }
}
