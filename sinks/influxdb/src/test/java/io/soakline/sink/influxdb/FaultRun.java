package io.soakline.sink.influxdb;

import com.google.gson.JsonParser;
import io.soakline.broker.EmbeddedBroker;
import io.soakline.kafka.KafkaPublisher;
import io.soakline.kafka.OutgoingRecord;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.WindowStats;
import io.soakline.sink.influxdb.FaultyServer.Behaviour;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * In real time: a real InfluxDB 1.x is stopped for ten minutes under load and started again, then answers 503, 429 and 400,
 * is slow, half-closes, resets and cuts its answers off. At the end the store must hold what was published, and the heap
 * must not have grown. Takes about 17 minutes; exits with 1 when something is missing.
 */
final class FaultRun implements AutoCloseable {

    private static final int PER_SECOND = 100;
    /** One window of so many is never taken by the store. */
    private static final int POISON_EVERY = 2_500;

    private static final Duration FAULT = Duration.ofSeconds(20);
    private static final Duration DRAIN_LIMIT = Duration.ofMinutes(5);
    private static final double HEAP_GROWTH_ALLOWED = 1.2;
    private static final String DATABASE = "soakline";
    private static final String ALL_WELL = "all well";
    private static final String STOPPED = "stopped";
    private static final String DRAINED = "drained";

    private record Heap(String phase, double megabytes) {}

    private final RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger published = new AtomicInteger();
    private final List<Heap> heaps = new ArrayList<>();
    private final long beginNanos = System.nanoTime();
    private final EmbeddedBroker broker;
    private final Influxd influxd;
    private final FaultyServer door;
    private final TestLog log;
    private final KafkaPublisher publisher;
    private final InfluxSink sink;

    private FaultRun(Path folder) throws IOException {
        broker = EmbeddedBroker.start(folder.resolve("broker"), 0, Map.of());
        influxd = Influxd.start(
                Influxd.executable().orElseThrow(() -> new IOException("influxd is not on the PATH")),
                Files.createDirectory(folder.resolve("influxd")));
        query("CREATE DATABASE " + DATABASE);
        door = new FaultyServer(this::forward);
        log = new TestLog(broker, "faults");
        publisher = new KafkaPublisher(log.kafka);
        sink = InfluxSink.start(log.kafka, InfluxSettings.embedded(door.url()));
    }

    public static void main(String[] args) throws Exception {
        Duration outage = args.length > 0 ? Duration.parse(args[0]) : Duration.ofMinutes(10);
        Path folder = Files.createTempDirectory("soakline-faults");
        boolean good;
        try (FaultRun run = new FaultRun(folder)) {
            good = run.run(outage);
        }
        TestFolder.delete(folder);
        System.exit(good ? 0 : 1);
    }

    private boolean run(Duration outage) throws Exception {
        System.out.printf(Locale.ROOT, "%d windows a second, one of %d bad%n", PER_SECOND, POISON_EVERY);
        System.out.println(
                "| minute | phase | published | points written | dead letters | not committed | heap after GC, MB |");
        System.out.println("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
        Future<?> publishing = load.scheduleAtFixedRate(this::publish, 0, 1_000 / PER_SECOND, TimeUnit.MILLISECONDS);
        during(ALL_WELL, Duration.ofMinutes(1));
        influxd.kill();
        door.stop();
        during(STOPPED, outage);
        influxd.restart();
        door.resume();
        during("catching up", Duration.ofSeconds(90));
        for (Behaviour fault : List.of(
                Behaviour.UNAVAILABLE,
                Behaviour.TOO_MANY,
                Behaviour.BAD_REQUEST,
                Behaviour.SLOW,
                Behaviour.HALF_CLOSED,
                Behaviour.RESET,
                Behaviour.STORED_AND_CUT)) {
            door.behave(fault, "3", Integer.MAX_VALUE);
            during(fault.name(), fault == Behaviour.SLOW ? FAULT.multipliedBy(2) : FAULT);
            door.behave(Behaviour.GOOD, null);
            during("well again", FAULT);
        }
        boolean published = publishing.cancel(false); // unless it failed on the way
        load.shutdown();
        boolean ended = load.awaitTermination(1, TimeUnit.MINUTES) && sink.awaitCaughtUp(DRAIN_LIMIT);
        tell(DRAINED);
        sink.close(); // which commits
        boolean complete = isComplete();
        boolean flat = isFlat();
        System.out.printf(
                "published to the end %b, caught up %b, complete %b, flat %b%n", published, ended, complete, flat);
        return published && ended && complete && flat;
    }

    /** The last window of this load never comes twice: each has a time of its own. */
    private void publish() {
        int number = published.getAndIncrement();
        WindowStats window = SampleRecords.plainWindow(TestLog.at(number));
        if (isPoison(number)) {
            window.setEngineName("poison");
        }
        publisher.send(new OutgoingRecord(Topic.WINDOWS, "key" + number % 7, codec.encode(window)), failure -> {
            if (failure != null) {
                throw new IllegalStateException("the log did not take window " + number, failure);
            }
        });
    }

    private static boolean isPoison(int number) {
        return number % POISON_EVERY == POISON_EVERY / 2;
    }

    /** Tells every half minute how things are. */
    private void during(String phase, Duration length) throws Exception {
        long endNanos = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < endNanos) {
            // No test: the outage lasts in real time, and this thread only watches it.
            Thread.sleep(Math.min(30_000, Math.max(1, (endNanos - System.nanoTime()) / 1_000_000)));
            tell(phase);
        }
    }

    private void tell(String phase) throws Exception {
        System.gc();
        double megabytes =
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6;
        heaps.add(new Heap(phase, megabytes));
        int sent = published.get();
        System.out.printf(
                Locale.ROOT,
                "| %.1f | %s | %,d | %,d | %d | %,d | %.1f |%n",
                (System.nanoTime() - beginNanos) / 60e9,
                phase,
                sent,
                sink.pointsWritten(),
                sink.recordsBuried(),
                sent - log.committed(),
                megabytes);
    }

    private boolean isComplete() throws Exception {
        int sent = published.get();
        long bad = IntStream.range(0, sent).filter(FaultRun::isPoison).count();
        String counted = query("SELECT count(inferences), sum(inferences) FROM windows");
        List<Long> found = new ArrayList<>();
        JsonParser.parseString(counted)
                .getAsJsonObject()
                .getAsJsonArray("results")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("series")
                .get(0)
                .getAsJsonObject()
                .getAsJsonArray("values")
                .get(0)
                .getAsJsonArray()
                .forEach(cell -> found.add(cell.getAsLong()));
        long inferences = SampleRecords.plainWindow(0).getInferences();
        long letters = log.deadLetters().size();
        long committed = log.committed();
        System.out.printf(
                Locale.ROOT,
                "%npublished %,d = in the store %,d + dead letters %,d; inferences in the store %,d of %,d; committed %,d;"
                        + " points of the sink about itself %s%n",
                sent,
                found.get(1),
                letters,
                found.get(2),
                (sent - bad) * inferences,
                committed,
                query("SELECT sum(pointsWritten), sum(repeats), sum(deadLetters), max(lagRecords) FROM pipeline"
                        + " WHERE topic = 'all'"));
        return found.get(1) == sent - bad
                && found.get(2) == (sent - bad) * inferences
                && letters == bad
                && committed == sent;
    }

    /** More than when all is well is on its way when the store is away; it does not grow, and is gone afterwards. */
    private boolean isFlat() {
        List<Heap> stopped = in(STOPPED);
        double before = most(in(ALL_WELL));
        double first = most(stopped.subList(0, stopped.size() / 2));
        double second = most(stopped.subList(stopped.size() / 2, stopped.size()));
        double after = most(in(DRAINED));
        System.out.printf(
                Locale.ROOT,
                "heap after GC, MB at most: %.1f before, %.1f in the first half of the outage, %.1f in the second,"
                        + " %.1f ever, %.1f afterwards%n",
                before,
                first,
                second,
                most(heaps),
                after);
        return second <= first * HEAP_GROWTH_ALLOWED && after <= before * HEAP_GROWTH_ALLOWED;
    }

    private List<Heap> in(String phase) {
        return heaps.stream().filter(heap -> heap.phase().equals(phase)).toList();
    }

    private static double most(List<Heap> heaps) {
        return heaps.stream().mapToDouble(Heap::megabytes).max().orElseThrow();
    }

    private void forward(List<String> lines) throws IOException {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(URI.create(influxd.url() + "/write?precision=ns&db=" + DATABASE))
                        .POST(HttpRequest.BodyPublishers.ofString(String.join("\n", lines))));
        if (answer.statusCode() != 204) {
            throw new IOException("influxd said " + answer.statusCode() + " " + answer.body());
        }
    }

    private String query(String influxQl) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(influxd.url() + "/query?epoch=ns&db=" + DATABASE))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "q=" + URLEncoder.encode(influxQl, StandardCharsets.UTF_8))))
                .body()
                .strip();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        load.shutdownNow();
        sink.close();
        publisher.close();
        door.close();
        influxd.close();
        broker.close();
    }
}
