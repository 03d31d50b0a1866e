package io.soakline.launch;

import io.soakline.broker.process.BrokerException;
import io.soakline.broker.process.BrokerProcess;
import io.soakline.broker.process.BrokerProcessSettings;
import io.soakline.flow.FlowSettings;
import io.soakline.flow.ProcessService;
import io.soakline.flow.policy.FlowPolicy;
import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.produce.device.DeviceFingerprint;
import io.soakline.produce.device.SamplingLoop;
import io.soakline.produce.publish.KafkaRecordPublisher;
import io.soakline.sink.influxdb.InfluxSettings;
import io.soakline.sink.influxdb.InfluxSink;
import io.soakline.sink.influxdb.Retention;
import io.soakline.sink.influxdb.TableDdl;
import io.soakline.sink.metrics.MetricsSettings;
import io.soakline.sink.page.LivePage;
import io.soakline.sink.page.PageException;
import io.soakline.sink.page.PageSettings;
import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryReader;
import io.soakline.store.EmbeddedStore;
import io.soakline.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything behind the producers in one process: broker, store, processors, sink, page and the host's sampler. What
 * the settings name is used; what they leave empty is embedded.
 */
public final class Pipeline implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);
    /** The same at every start: a new process takes over where its predecessor's last transaction ended. */
    private static final String INSTANCE = "demo";

    private static final Duration COUNTED_TIMEOUT = Duration.ofSeconds(60);

    private final Home home;
    private final Settings settings;
    private final FlowPolicy policy;
    private final Cores cores;
    private final Consumer<String> notes;
    private final DataFolder data;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private @Nullable LivePage page;
    private @Nullable KafkaSettings kafka;
    private @Nullable ProcessService processors;
    private @Nullable InfluxSink sink;
    private String storeKind = "influxdb";
    private String storeUrl = "";
    private final boolean history;

    /** @param policy what the processors judge by */
    public Pipeline(
            Home home,
            Settings settings,
            @Nullable Path dataFolder,
            FlowPolicy policy,
            Cores cores,
            Consumer<String> notes)
            throws LaunchException {
        this.home = home;
        this.settings = settings;
        this.policy = policy;
        this.cores = cores;
        this.notes = notes;
        data = DataFolder.open(dataFolder);
        history = data.hasHistory();
        open.push(data);
    }

    /** Serves the page; on another port, with a note, when the wanted one is taken. */
    public String startPage() throws LaunchException {
        String host = settings.get(SettingKey.HOST);
        LivePage started;
        try {
            started = LivePage.start(PageSettings.of(host, settings.port(), settings.environment()));
        } catch (PageException e) {
            started = LivePage.start(PageSettings.of(host, 0, settings.environment()));
            notes.accept(e.getMessage() + "; the page is on " + started.url() + " instead");
        }
        page = started;
        open.push(started);
        return started.url().toString();
    }

    String pageUrl() {
        return page == null ? "" : page.url().toString();
    }

    /** One line for the events of the page. */
    public void tellPage(String line) {
        if (page != null) {
            page.mark(Instant.now(), line);
        }
    }

    /** Progress of an engine's build. */
    public void tellPage(String engine, String stage, double fraction) {
        if (page != null) {
            page.stage(engine, fraction, stage);
        }
    }

    /** Starts broker, store, processors, sink and sampler. */
    public void start() throws LaunchException {
        startWithoutSampler();
        startSampler(kafka());
    }

    /** Starts broker, store, processors and sink: nothing is measured on this host. */
    public void startWithoutSampler() throws LaunchException {
        try {
            CompletableFuture<@Nullable EmbeddedStore> store = CompletableFuture.supplyAsync(this::startStore);
            KafkaSettings log = startBroker();
            kafka = log;
            TopicAdmin.createTopics(log, Settings.PARTITIONS, Duration.ofSeconds(30));
            ProcessService process =
                    ProcessService.start(log, FlowSettings.defaults(INSTANCE).withPolicy(policy));
            processors = process;
            open.push(process);
            if (page != null) {
                page.attach(log);
            }
            startMetrics(log, process);
            startSink(log, store.join());
        } catch (BrokerException e) {
            throw new LaunchException(e.getMessage(), e);
        } catch (CompletionException e) {
            throw new LaunchException(
                    e.getCause() == null
                            ? String.valueOf(e.getMessage())
                            : e.getCause().getMessage(),
                    e);
        }
    }

    private KafkaSettings startBroker() throws BrokerException, LaunchException {
        if (settings.has(SettingKey.KAFKA)) {
            return settings.kafka();
        }
        BrokerProcess broker = BrokerProcess.start(
                BrokerProcessSettings.of(data.broker(), home.classPath("compose/broker"), settings.writableCache())
                        .withCommandPrefix(cores.offEnginePrefix()));
        open.push(broker);
        return settings.kafkaAt(broker.bootstrapServers());
    }

    private @Nullable EmbeddedStore startStore() {
        if (settings.has(SettingKey.INFLUX_URL)) {
            return null;
        }
        try {
            return EmbeddedStore.start(data.store(), 0, TableDdl.statements(Retention.of(settings.environment())));
        } catch (StoreException e) {
            throw new CompletionException(e);
        }
    }

    private void startSink(KafkaSettings log, @Nullable EmbeddedStore store) throws LaunchException {
        InfluxSettings influx;
        if (store == null) {
            influx = settings.influx();
        } else {
            storeKind = "questdb";
            open.push(store);
            influx = InfluxSettings.embedded(store.url());
        }
        storeUrl = influx.url();
        sink = InfluxSink.start(log, influx);
        open.push(sink);
    }

    private void startMetrics(KafkaSettings log, ProcessService process) throws LaunchException {
        Optional<MetricsSettings> wanted = Metrics.wanted(settings);
        if (wanted.isPresent()) {
            Metrics metrics = Metrics.start(log, wanted.get());
            open.push(metrics);
            metrics.measure(process);
            notes.accept(metrics.place());
        }
    }

    private void startSampler(KafkaSettings log) {
        KafkaRecordPublisher publisher = new KafkaRecordPublisher(log);
        open.push(publisher);
        open.push(SamplingLoop.start(publisher, settings.deviceId(), SamplingLoop.DEFAULT_PERIOD));
    }

    /** From now on each alert that fires or resolves is told, one line each. */
    void tellAlerts(Consumer<String> listener) {
        open.push(AlertTeller.start(kafka(), listener));
    }

    public Map<String, String> fingerprint() {
        return DeviceFingerprint.read();
    }

    public KafkaSettings kafka() {
        if (kafka == null) {
            throw new IllegalStateException("the pipeline is not started");
        }
        return kafka;
    }

    public String storeUrl() {
        return storeUrl;
    }

    Path logs() {
        return data.logs();
    }

    /** Whether an earlier session left records in the data folder. */
    public boolean hasHistory() {
        return history && !settings.has(SettingKey.KAFKA);
    }

    /** Waits until everything that these runs produced stands in panes and windows, and is stored. */
    public void awaitCounted(Collection<String> runIds) throws InterruptedException {
        ProcessService process = processors;
        InfluxSink influx = sink;
        if (process == null || influx == null) {
            return;
        }
        if (!process.awaitFinished(runIds, COUNTED_TIMEOUT)) {
            notes.accept(
                    "not everything was counted after " + COUNTED_TIMEOUT.toSeconds() + " s: " + process.metrics());
        }
        if (!influx.awaitCaughtUp(COUNTED_TIMEOUT)) {
            notes.accept("not everything was stored after " + COUNTED_TIMEOUT.toSeconds() + " s");
        }
    }

    /** What the log says now. */
    SoakSummary summary(List<String> said) {
        return SummaryReader.read(kafka(), Set.of(), stored()).withNotes(said);
    }

    /**
     * What the log says now, with what a report draws.
     *
     * @param runIds runs to tell about; empty for all that the log holds
     */
    public ReportData report(Set<String> runIds, List<String> said) {
        return SummaryReader.readReport(kafka(), runIds, stored()).withNotes(said);
    }

    private SoakSummary.@Nullable Store stored() {
        return sink == null ? null : new SoakSummary.Store(storeKind, sink.pointsWritten());
    }

    /** Ends everything, the last started first. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            AutoCloseable next = open.pop();
            try {
                next.close();
            } catch (Exception e) {
                LOG.warn("{} did not end in order", next, e);
            }
        }
    }
}
