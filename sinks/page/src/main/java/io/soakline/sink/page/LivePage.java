package io.soakline.sink.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.soakline.kafka.KafkaSettings;
import io.soakline.sink.page.SoakModel.Change;
import io.soakline.sink.page.Views.ConfigView;
import io.soakline.sink.page.Views.FeedView;
import io.soakline.sink.page.Views.MarkView;
import io.soakline.sink.page.Views.StageView;
import io.soakline.sink.page.Views.StateView;
import io.soakline.sink.page.Views.TierView;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * The live page: start it first, tell it what is being prepared, attach it to the log when there is one.
 *
 * <pre>{@code
 * try (LivePage page = LivePage.start(PageSettings.loopback(8080))) {
 *     page.stage("autotvm", 0.4, "task 5 of 12");
 *     page.attach(KafkaSettings.of("127.0.0.1:9092"));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class LivePage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivePage.class);

    private static final int PANE_SECONDS = 10;
    /** A few minutes of a busy soak: enough for a laptop lid, a tunnel, a reload. */
    private static final int MOST_EVENTS = 4_096;

    private static final long MOST_EVENT_BYTES = 16L << 20;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();
    private final PageMetrics metrics = new PageMetrics();
    private final Scheduler ingest = Schedulers.newSingle("page-ingest", true);
    private final long startedAtMillis;
    private final EventLog log;
    private final PageServer server;

    /** Guards the model, and the order of its changes on the event log. */
    private final Object lock = new Object();

    private final SoakModel model = new SoakModel();
    private FeedView feed = new FeedView("none", "");
    private boolean caughtUp;
    private @Nullable Disposable following;

    private LivePage(PageSettings settings, Clock clock) {
        this.clock = clock;
        startedAtMillis = clock.millis();
        log = new EventLog(Long.toString(startedAtMillis, Character.MAX_RADIX), MOST_EVENTS, MOST_EVENT_BYTES);
        server = new PageServer(settings, log, metrics, this::stateJson);
    }

    /**
     * Serves the page, still without data.
     *
     * @throws PageException when the address cannot be bound to
     */
    public static LivePage start(PageSettings settings) {
        return start(settings, Clock.systemUTC());
    }

    static LivePage start(PageSettings settings, Clock clock) {
        LivePage page = new LivePage(settings, clock);
        try {
            page.server.start();
        } catch (RuntimeException e) {
            page.ingest.dispose();
            throw e;
        }
        return page;
    }

    /**
     * Serves the page and follows the log.
     *
     * @throws PageException when the address cannot be bound to
     */
    public static LivePage start(KafkaSettings kafka, PageSettings settings) {
        LivePage page = start(settings);
        page.attach(kafka);
        return page;
    }

    /** Where it is served, with the real port; a token is not part of it. */
    public URI url() {
        return server.url();
    }

    /** Follows the log from its beginning. A lost broker is waited for; the page says so meanwhile. */
    public void attach(KafkaSettings kafka) {
        attach(new KafkaFeed(kafka, ingest), kafka.toString());
    }

    /** @param name of the feed, for messages */
    void attach(RecordFeed source, String name) {
        Flux<RecordFeed.Signal> signals = Flux.defer(() -> {
                    feed("reading", name);
                    return source.follow();
                })
                .doOnError(e -> lost(name, e))
                .retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY)
                        .maxBackoff(LONGEST_RETRY)
                        .transientErrors(true));
        synchronized (lock) {
            if (following != null) {
                throw new IllegalStateException("the page already follows a feed");
            }
            following = signals.subscribe(this::accept);
        }
    }

    private void lost(String name, Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = Objects.requireNonNullElse(root.getMessage(), root.toString());
        metrics.feedFailure();
        LOG.warn("the page lost {} ({}); it tries again", name, reason);
        feed("lost", name + ": " + reason);
    }

    private void accept(RecordFeed.Signal signal) {
        if (signal instanceof RecordFeed.Told told) {
            metrics.record();
            synchronized (lock) {
                model.accept(told.record()).forEach(this::publishWhenCaughtUp);
            }
        } else if (signal instanceof RecordFeed.Unreadable unreadable) {
            metrics.unreadable();
            LOG.warn("the page leaves out {}: {}", unreadable.where(), unreadable.reason());
        } else {
            synchronized (lock) {
                caughtUp = true;
                feed = new FeedView("live", feed.detail());
                // History was not told piece by piece: whoever looks already takes the state as a whole.
                publish("resync", feed);
            }
        }
    }

    private void feed(String state, String detail) {
        synchronized (lock) {
            caughtUp = false;
            feed = new FeedView(state, Views.sentence(detail));
            publish("feed", feed);
        }
    }

    /**
     * Progress of something that must happen before there is data, such as building an engine. The same name replaces.
     *
     * @param fraction 0 to 1, where 1 is done; NaN or negative when it cannot be told
     * @param detail what is going on right now, one line
     */
    public void stage(String stage, double fraction, String detail) {
        Double known = fraction >= 0 ? Double.valueOf(Math.min(1, fraction)) : null;
        stage(stage, known, detail, fraction >= 1 ? "done" : "running");
    }

    /** The stage will not be finished. The page keeps showing why. */
    public void stageFailed(String stage, String reason) {
        stage(stage, null, reason, "failed");
    }

    private void stage(String stage, @Nullable Double fraction, String detail, String state) {
        synchronized (lock) {
            publish(model.stage(
                    new StageView(Views.name(stage), fraction, Views.sentence(detail), state, clock.millis())));
        }
    }

    /** Marks a moment on the time chart, such as the start of a disturbance. */
    public void mark(Instant at, String label) {
        synchronized (lock) {
            publish(model.mark(new MarkView(at.toEpochMilli(), Views.name(label))));
        }
    }

    /** Shows these at {@code /metrics} too, beside the page's own: one address for a scraper. */
    public void alsoMeasure(PrometheusRegistry registry) {
        metrics.also(registry);
    }

    private void publishWhenCaughtUp(Change change) {
        if (caughtUp) {
            publish(change);
        }
    }

    private void publish(Change change) {
        publish(change.type(), change.data());
    }

    private void publish(String type, Object data) {
        metrics.event();
        log.publish(type, encode(data));
    }

    /** Everything at one moment, with the id of the last event that is part of it. */
    private String stateJson() {
        StateView state;
        synchronized (lock) {
            state = new StateView(
                    new ConfigView(1, log.epoch(), log.lastId(), PANE_SECONDS, tiers()),
                    clock.millis(),
                    startedAtMillis,
                    feed,
                    metrics.unreadableCount(),
                    model.stages(),
                    model.runs(),
                    model.agreements(),
                    model.alerts(),
                    model.devices(),
                    model.marks(),
                    model.deadLettersView());
        }
        return encode(state);
    }

    private static List<TierView> tiers() {
        return TieredSeries.TIERS.stream()
                .map(tier -> new TierView(tier.seconds() == 0 ? PANE_SECONDS : tier.seconds(), tier.spanSeconds()))
                .toList();
    }

    private String encode(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("views always have a JSON form", e);
        }
    }

    /** Ends the streams of all browsers and frees the port. */
    @Override
    public void close() {
        synchronized (lock) {
            if (following != null) {
                following.dispose();
            }
        }
        log.close();
        server.close();
        ingest.dispose();
    }
}
