package io.soakline.sink.influxdb;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpServer;
import io.soakline.kafka.KafkaSettings;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.record.WindowStats;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * What the sink costs beside the InfluxDB client alone, in one run, on a server in a process of its own that reads and
 * answers. All send the same windows; CPU is that of the sending process.
 */
final class SinkBenchmark {

    private static final int POINTS = 20_000;
    private static final int ROUNDS = 7;
    private static final int BATCH = InfluxSettings.Batching.DEFAULT.lines();

    private interface Sender {
        void send() throws Exception;
    }

    private record Cost(double pointsPerSecond, double cpuMicrosPerPoint) {}

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final List<Point> points;
    private final List<String> lines;
    private final InfluxDBClient client;
    private final WriteApiBlocking writes;
    private final Delivery delivery;
    private final RecordPoints recordPoints;

    private SinkBenchmark(String url) {
        KafkaSettings kafka = KafkaSettings.of("none:1");
        RecordCodec<WindowStats> codec = RecordCodec.of(WindowStats.class);
        List<WindowStats> windows = IntStream.range(0, POINTS)
                .mapToObj(i -> SampleRecords.plainWindow(TestLog.at(i)))
                .toList();
        records = windows.stream()
                .map(window -> new ConsumerRecord<>(kafka.name(Topic.WINDOWS), 0, 0, new byte[0], codec.encode(window)))
                .toList();
        points = windows.stream()
                .flatMap(window -> WindowPoints.of(window).stream())
                .toList();
        lines = points.stream().map(LineProtocol::line).toList();
        client = InfluxDBClientFactory.create(url, "t".toCharArray(), "soakline", "soakline");
        writes = client.getWriteApiBlocking();
        delivery = new Delivery(new InfluxWriter(InfluxSettings.embedded(url)), Schedulers.parallel(), () -> 0.5);
        recordPoints = new RecordPoints(kafka, new TagGuard(InfluxSettings.Points.DEFAULT.tagValues()), true);
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            serve();
            return;
        }
        Process server = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Dsun.net.httpserver.nodelay=true", // else it waits 40 ms for an acknowledgement at each
                        // answer
                        "-cp",
                        System.getProperty("java.class.path"),
                        SinkBenchmark.class.getName(),
                        "serve")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String port = server.inputReader().readLine();
            new SinkBenchmark("http://127.0.0.1:" + port).run();
        } finally {
            server.destroy();
        }
        System.exit(0);
    }

    private static void serve() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private void run() throws Exception {
        Map<String, Sender> senders = new LinkedHashMap<>();
        senders.put("client, ready lines", this::clientLines);
        senders.put("client, its own points", this::clientPoints);
        senders.put("sink, ready lines", this::sinkLines);
        senders.put("sink, points", this::sinkPoints);
        senders.put("sink, records of the log", this::sinkRecords);
        Map<String, List<Cost>> costs = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS + 2; round++) {
            for (Map.Entry<String, Sender> sender : senders.entrySet()) {
                Cost cost = cost(sender.getValue());
                if (round >= 2) { // the first ones are for the compiler
                    costs.computeIfAbsent(sender.getKey(), name -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%d points of %d bytes, batches of %d, medians of %d rounds%n",
                points.size(),
                lines.get(0).length(),
                BATCH,
                ROUNDS);
        costs.forEach((name, all) -> System.out.printf(
                Locale.ROOT,
                "| %-24s | %,9.0f | %6.2f |%n",
                name,
                median(all.stream().mapToDouble(Cost::pointsPerSecond).toArray()),
                median(all.stream().mapToDouble(Cost::cpuMicrosPerPoint).toArray())));
        client.close();
    }

    private Cost cost(Sender sender) throws Exception {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long begin = System.nanoTime();
        sender.send();
        double seconds = (System.nanoTime() - begin) / 1e9;
        double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3;
        return new Cost(points.size() / seconds, cpuMicros / points.size());
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    private void clientLines() {
        for (int from = 0; from < lines.size(); from += BATCH) {
            writes.writeRecords(WritePrecision.NS, lines.subList(from, Math.min(lines.size(), from + BATCH)));
        }
    }

    private void clientPoints() {
        for (int from = 0; from < points.size(); from += BATCH) {
            writes.writePoints(points.subList(from, Math.min(points.size(), from + BATCH)).stream()
                    .map(SinkBenchmark::clientPoint)
                    .toList());
        }
    }

    private static com.influxdb.client.write.Point clientPoint(Point point) {
        return com.influxdb.client.write.Point.measurement(point.measurement().table())
                .time(point.timestampNanos(), WritePrecision.NS)
                .addTags(point.tags())
                .addFields(point.fields());
    }

    private void sinkLines() {
        deliver(Flux.range(0, lines.size()).map(i -> new Line(lines.get(i), records.get(0))));
    }

    private void sinkPoints() {
        deliver(Flux.fromIterable(points).map(point -> new Line(LineProtocol.line(point), records.get(0))));
    }

    private void sinkRecords() {
        deliver(Flux.fromIterable(records).concatMapIterable(record -> {
            try {
                return recordPoints.lines(record).lines();
            } catch (io.soakline.log.MalformedRecordException e) {
                throw new IllegalStateException(e);
            }
        }));
    }

    /** As the sink does: on a thread of its own, beside the one that writes. */
    private void deliver(Flux<Line> all) {
        InfluxSettings.Batching batching = InfluxSettings.Batching.DEFAULT;
        all.subscribeOn(Schedulers.single())
                .bufferTimeout(batching.lines(), batching.linger(), Schedulers.parallel(), true)
                .concatMap(
                        some -> Flux.fromIterable(LineBatches.of(some, batching))
                                .concatMap(delivery::deliver, 1),
                        1)
                .blockLast();
    }
}
