package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.broker.EmbeddedBroker;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.DeadLetter;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.record.VerdictRecord;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import io.soakline.sink.influxdb.StoreUnderTest.Row;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * What the sink promises of every store it writes to: the same expectations, whatever the store does by itself. Each test
 * has an engine of its own, by which it finds its points.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedBroker.class)
abstract class SinkContract {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final ConsumerRecord<byte[], byte[]> SOURCE = new ConsumerRecord<>("t", 0, 0, null, null);

    StoreUnderTest store;
    private EmbeddedBroker broker;
    private InfluxWriter writer;

    /** Empty, with the tables there where the store needs any. */
    abstract StoreUnderTest start(Path folder) throws Exception;

    @BeforeAll
    void startServers(@TempDir Path folder, EmbeddedBroker shared) throws Exception {
        store = start(folder);
        broker = shared;
        writer = new InfluxWriter(store.settings());
    }

    @AfterAll
    void stopServers() {
        // None of them is there when the store's test is skipped.
        if (writer != null) {
            writer.close();
            store.close();
        }
    }

    @Test
    void point_writtenAgain_isThereOnce() throws Exception {
        List<Point> points = List.of(window("again", 0).count("inferences", 1));

        deliver(points);
        deliver(points);

        assertThat(store.windows("again", "inferences")).containsExactly(row(0, "1"));
    }

    @Test
    void point_writtenAgainFuller_isThereOnceWithItsLaterFields() throws Exception {
        deliver(List.of(window("fuller", 0).count("inferences", 1).text("verdict", "INSUFFICIENT")));
        deliver(List.of(window("fuller", 0)
                .count("inferences", 2)
                .text("verdict", "STEADY")
                .number("cv", 0.25)));

        assertThat(store.windows("fuller", "inferences", "verdict", "cv"))
                .containsExactly(row(0, "2", "STEADY", "0.25"));
    }

    @Test
    void points_ofOneTimeWithDifferentTags_areDifferentPoints() throws Exception {
        deliver(IntStream.range(0, 5)
                .mapToObj(i -> window("tags", 0).tag("run", "run-" + i).count("inferences", i))
                .toList());

        assertThat(store.countAndSum("tags", "inferences")).containsExactly("5", "10");
    }

    @Test
    void batch_withAFieldOfAnotherType_storesTheOthersAndNamesThatOne() throws Exception {
        deliver(List.of(window("conflict", 0).count("inferences", 1)));
        List<Line> lines = new ArrayList<>(lines("conflict", 1, 51));
        Line bad = new Line(lines.get(33).text().replaceFirst("inferences=\\d+i", "inferences=\"many\""), SOURCE);
        lines.set(33, bad);

        Delivery.Outcome outcome = deliverLines(writer, lines);

        assertThat(outcome.written()).isEqualTo(49);
        assertThat(outcome.refused()).singleElement().satisfies(refusal -> {
            assertThat(refusal.line()).isEqualTo(bad);
            assertThat(refusal.reason()).contains("HTTP 400").matches(".*(type conflict|cast error).*");
        });
        assertThat(store.countAndSum("conflict", "inferences").get(0)).isEqualTo("50");
    }

    @Test
    void batch_withLinesThatAreNone_storesTheOthersAndNamesThose() throws Exception {
        List<Line> lines = new ArrayList<>(lines("broken", 0, 100));
        List<Line> bad = List.of(
                new Line("windows,engine=broken inferences=1i,nonsense 5", SOURCE),
                new Line("windows,engine=broken inferences=1x 6", SOURCE));
        lines.set(0, bad.get(0));
        lines.set(71, bad.get(1));

        Delivery.Outcome outcome = deliverLines(writer, lines);

        assertThat(outcome.written()).isEqualTo(98);
        assertThat(outcome.refused()).extracting(Delivery.Refusal::line).containsExactlyElementsOf(bad);
        assertThat(store.countAndSum("broken", "inferences").get(0)).isEqualTo("98");
    }

    @Test
    void times_keepEveryNanosecond() throws Exception {
        deliver(IntStream.range(0, 3)
                .mapToObj(i -> window("nanos", i).count("inferences", i))
                .toList());

        assertThat(store.windows("nanos", "inferences")).containsExactly(row(0, "0"), row(1, "1"), row(2, "2"));
    }

    @Test
    void wholeNumbers_areStoredToTheLastDigit() throws Exception {
        long[] values = {Long.MAX_VALUE, -Long.MAX_VALUE, (1L << 53) + 1, 0, -1};
        deliver(IntStream.range(0, values.length)
                .mapToObj(i -> window("whole", i).count("inferences", values[i]))
                .toList());

        assertThat(store.windows("whole", "inferences"))
                .containsExactlyElementsOf(IntStream.range(0, values.length)
                        .mapToObj(i -> row(i, Long.toString(values[i])))
                        .toList());
    }

    @Test
    void numbers_areStoredToTheLastBit() throws Exception {
        double[] values = {0.1, Math.PI, 1e-300, 1e300, Double.MIN_VALUE, -0.5, 4_860_000.25, 1e15 + 0.125};
        deliver(IntStream.range(0, values.length)
                .mapToObj(i -> window("bits", i).number("cv", values[i]))
                .toList());

        assertThat(store.windows("bits", "cv"))
                .extracting(row -> Double.parseDouble(row.values().get(0)))
                .containsExactly(0.1, Math.PI, 1e-300, 1e300, Double.MIN_VALUE, -0.5, 4_860_000.25, 1e15 + 0.125);
    }

    @Test
    void numbersThatAreNone_areLeftOutOfTheirPoint() throws Exception {
        deliver(List.of(window("none", 0)
                .count("inferences", 3)
                .number("cv", Double.NaN)
                .number("ratePerSecond", Double.POSITIVE_INFINITY)
                .number("p99OverP50", 1.25)));

        assertThat(store.windows("none", "inferences", "cv", "ratePerSecond", "p99OverP50"))
                .containsExactly(row(0, "3", "null", "null", "1.25"));
    }

    @Test
    void anyText_isFoundAsItWasWritten() throws Exception {
        long seed = 4_712;
        Random random = new Random(seed);
        List<Point> points = new ArrayList<>();
        List<Row> expected = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String tag = "t" + i + LineProtocolTest.text(random);
            String text = "x" + LineProtocolTest.text(random);
            points.add(window("any text", i).tag("compiler", tag).text("verdictReason", text));
            expected.add(row(i, LineProtocolTest.clean(tag).replace('\\', '/'), LineProtocolTest.clean(text)));
        }

        deliver(points);

        assertThat(store.windows("any text", "compiler", "verdictReason"))
                .as("seed %d", seed)
                .containsExactlyElementsOf(expected);
    }

    @Test
    void gzip_storesTheSame() throws Exception {
        try (InfluxWriter zipped = new InfluxWriter(store.settings().withGzip(true))) {
            assertThat(deliverLines(zipped, lines("zipped", 0, 1_000)).written())
                    .isEqualTo(1_000);
        }

        assertThat(store.countAndSum("zipped", "inferences")).containsExactly("1000", "499500");
    }

    @Test
    void burst_ofAHundredThousandPoints_isThereToTheLast() throws Exception {
        List<Line> lines = lines("burst", 0, 100_000);

        Long written = Flux.fromIterable(LineBatches.of(lines, InfluxSettings.Batching.DEFAULT))
                .concatMap(batch -> delivery(writer).deliver(batch))
                .map(Delivery.Outcome::written)
                .reduce(0L, Long::sum)
                .block(LIMIT);

        assertThat(written).isEqualTo(100_000);
        assertThat(store.countAndSum("burst", "inferences")).containsExactly("100000", "4999950000");
    }

    @Test
    void tag_withMoreValuesThanAllowed_isStoppedThereAndTheRecordsKeptAsDeadLetters(TestInfo test) throws Exception {
        TestLog log = log(test);
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        log.publish(
                Topic.WINDOWS,
                IntStream.range(0, 10)
                        .mapToObj(i -> codec.encode(WindowStats.newBuilder(SampleRecords.plainWindow(TestLog.at(i)))
                                .setEngineName("guarded")
                                .setRunId("run-" + i)
                                .build()))
                        .toArray(byte[][]::new));

        try (InfluxSink sink = InfluxSink.start(log.kafka, quiet().withTagValues(4))) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(sink.pointsGuarded()).isEqualTo(6);
            assertThat(sink.recordsBuried()).isEqualTo(6);
        }

        assertThat(store.windows("guarded", "run", "inferences"))
                .extracting(row -> row.values().get(0))
                .containsExactly("run-0", "run-1", "run-2", "run-3");
        assertThat(log.deadLetters())
                .extracting(DeadLetter::getReason)
                .hasSize(6)
                .allSatisfy(reason -> assertThat(reason).contains("tag run has 4 values already"));
    }

    @Test
    void store_goneForAWhileUnderLoad_hasEverythingAfterwards(TestInfo test) throws Exception {
        TestLog log = log(test);
        log.publishWindows(0, 1_000);
        try (InfluxSink sink = InfluxSink.start(log.kafka, quiet(), "outage", new HurriedTimer())) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            for (int outage = 1; outage <= 2; outage++) {
                // In the middle of the writing.
                log.publishWindows(outage * 10_000, outage * 10_000 + 2_000);
                store.stop();
                log.publishWindows(outage * 10_000 + 2_000, outage * 10_000 + 4_000);
                assertThat(sink.awaitCaughtUp(Duration.ofMillis(500))).isFalse();
                assertThat(log.committed()).isLessThanOrEqualTo(sink.pointsWritten());
                store.restart();
                assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            }
            assertThat(sink.pointsWritten()).isEqualTo(9_000);
            assertThat(sink.recordsBuried()).isZero();
        }

        String engine = SampleRecords.plainWindow(0).getEngineName();
        long inferences = SampleRecords.plainWindow(0).getInferences();
        assertThat(store.countAndSum(engine, "inferences")).containsExactly("9000", Long.toString(9_000 * inferences));
        assertThat(log.committed()).isEqualTo(9_000);
    }

    @Test
    void hours_areTheLastWindowOfEachHourWithItsMaximumAndQuantiles(TestInfo test) throws Exception {
        TestLog log = log(test);
        long hourNanos = 3_600_000_000_000L;
        long begin = Math.floorDiv(SampleRecords.T0, hourNanos) * hourNanos;
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        // Six windows of an hour each, one every ten minutes, over three hours; the largest maximum is in the second.
        log.publish(
                Topic.WINDOWS,
                IntStream.rangeClosed(1, 18)
                        .mapToObj(i ->
                                codec.encode(WindowStats.newBuilder(SampleRecords.hourWindow(begin + i * hourNanos / 6))
                                        .setEngineName("hourly")
                                        .setLatencyMaxNanos(i >= 7 && i <= 12 ? 9_000_000L : 1_000_000L * (i % 3 + 1))
                                        .setInferences(1_000L + i)
                                        .setVerdict(new VerdictRecord(VerdictState.STEADY, "window " + i))
                                        .build()))
                        .toArray(byte[][]::new));

        try (InfluxSink sink = InfluxSink.start(log.kafka, quiet())) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
        }

        assertThat(store.windows("hourly")).hasSize(18);
        assertThat(store.points("hours", "engine", "hourly", "latencyMaxNanos", "inferences", "verdictReason"))
                .containsExactly(
                        new Row(begin + hourNanos, List.of("1000000", "1006", "window 6")),
                        new Row(begin + 2 * hourNanos, List.of("9000000", "1012", "window 12")),
                        new Row(begin + 3 * hourNanos, List.of("1000000", "1018", "window 18")));
    }

    @Test
    void latencyBuckets_ofPanesReadTwice_addUpToTheMeasuredInferences(TestInfo test) throws Exception {
        TestLog log = log(test);
        RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);
        Random random = new Random(3);
        List<PaneRecord> panes = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            panes.add(SamplePanes.paneOf(
                    "bucketed",
                    TestLog.at(i),
                    random.longs(1 + random.nextInt(500), 1_000_000, 9_000_000).toArray()));
        }
        // The last pane came in two parts.
        PaneRecord first = panes.get(19);
        first.setClosedBy(PaneClose.IDLE);
        panes.add(SamplePanes.paneOf("bucketed", TestLog.at(19), 2_000_000, 300_000_000));
        byte[][] records = panes.stream().map(codec::encode).toArray(byte[][]::new);
        log.publish(Topic.PANES, records);
        log.publish(Topic.PANES, records);

        try (InfluxSink sink = InfluxSink.start(log.kafka, quiet())) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            assertThat(sink.recordsBuried()).isZero();
        }

        List<Row> buckets = store.points("latency_buckets", "run", "bucketed", "upToNanos", "inferences");
        assertThat(sum(column(buckets, 1)))
                .isEqualTo(panes.stream().mapToLong(PaneRecord::getMeasured).sum())
                .isEqualTo(sum(column(store.points("panes", "run", "bucketed", "measured"), 0)));
        assertThat(column(buckets, 0)).contains("0000002000000", "0000315000000");
    }

    private static List<String> column(List<Row> rows, int column) {
        return rows.stream().map(row -> row.values().get(column)).toList();
    }

    @Test
    void sink_writesHowItFares(TestInfo test) throws Exception {
        TestLog log = log(test);
        log.publishWindows(0, 50);
        log.publish(Topic.WINDOWS, new byte[] {1, 2, 3});
        String instance = "health of " + getClass().getSimpleName();

        try (InfluxSink sink =
                InfluxSink.start(log.kafka, store.settings().withHealth(Duration.ofMillis(100)), instance)) {
            assertThat(sink.awaitCaughtUp(LIMIT)).isTrue();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            // Lag is counted from what is committed, which is done once a second.
            while (health(instance, "windows", "lagRecords").stream().noneMatch("0"::equals)
                    || sum(health(instance, "all", "pointsWritten")) < 50
                    || sum(health(instance, "all", "deadLetters")) < 1) {
                assertThat(System.nanoTime()).as("still no points about it").isLessThan(deadline);
                // A real server and the sink's own timer: there is nothing to wait on but asking again.
                Thread.sleep(50);
            }
        }

        assertThat(sum(health(instance, "all", "pointsWritten"))).isEqualTo(50);
        assertThat(sum(health(instance, "all", "deadLetters"))).isEqualTo(1);
        assertThat(sum(health(instance, "all", "requests"))).isPositive();
        assertThat(health(instance, "all", "intervalNanos"))
                .allSatisfy(nanos -> assertThat(Long.parseLong(nanos)).isPositive());
        assertThat(health(instance, "alerts", "lagRecords")).isNotEmpty().containsOnly("0");
    }

    private List<String> health(String instance, String topic, String field) throws Exception {
        return store.points("pipeline", "instance", instance, "topic", field).stream()
                .filter(row -> row.values().get(0).equals(topic))
                .map(row -> row.values().get(1))
                .toList();
    }

    private static long sum(List<String> numbers) {
        return numbers.stream().mapToLong(Long::parseLong).sum();
    }

    /** Without points about the sink itself, where waits are hurried or points counted. */
    private InfluxSettings quiet() {
        return store.settings().withHealth(Duration.ZERO);
    }

    final TestLog log(TestInfo test) {
        return new TestLog(
                broker,
                getClass().getSimpleName() + test.getTestMethod().orElseThrow().getName());
    }

    private static Point window(String engine, int nanosLater) {
        return new Point(Measurement.WINDOWS, SampleRecords.T0 + nanosLater).tag("engine", engine);
    }

    private static List<Line> lines(String engine, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> window(engine, i)
                        .count("inferences", i)
                        .number("cv", i / 7.0)
                        .text("verdict", "STEADY"))
                .map(point -> new Line(LineProtocol.line(point), SOURCE))
                .toList();
    }

    private static Row row(int nanosLater, String... values) {
        return new Row(SampleRecords.T0 + nanosLater, List.of(values));
    }

    private void deliver(List<Point> points) {
        Delivery.Outcome outcome = deliverLines(
                writer,
                points.stream()
                        .map(point -> new Line(LineProtocol.line(point), SOURCE))
                        .toList());
        assertThat(outcome.refused()).isEmpty();
    }

    private static Delivery.Outcome deliverLines(InfluxWriter writer, List<Line> lines) {
        return delivery(writer).deliver(lines).blockOptional(LIMIT).orElseThrow();
    }

    private static Delivery delivery(InfluxWriter writer) {
        return new Delivery(writer, Schedulers.parallel(), () -> 0);
    }
}
