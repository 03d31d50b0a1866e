package io.soakline.produce;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.log.Keys;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.declare.ModelDeclaration;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.input.InputSet;
import io.soakline.produce.publish.Delivery;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.selftest.Finding;
import io.soakline.produce.selftest.SelfTests;
import io.soakline.produce.selftest.Subject;
import io.soakline.produce.soak.Affinity;
import io.soakline.produce.soak.SoakClock;
import io.soakline.record.SelfTest;
import io.soakline.record.SelfTestKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code selftest}: tests engines against themselves. Events: {@code selftest} for each test of each engine, then {@code
 * ended}; a failed test is a finding, not a failure of the command.
 */
@Command(name = "selftest", description = "Tests engines against themselves: batch, threads, idle time, concurrency.")
@SuppressWarnings("NullAway.Init") // picocli fills the required options
final class SelfTestCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(SelfTestCommand.class);

    private final EngineCatalog catalog;
    private final EventStream events;
    private final Function<KafkaSettings, RecordPublisher> log;

    @Option(names = "--engine", required = true, description = "Folder of a built engine; may be repeated.")
    private List<Path> engines;

    @Option(
            names = "--companion",
            description = "Folder of an engine of the same compiler for another batch size; may be repeated.")
    private List<Path> companions = new ArrayList<>();

    @Mixin
    private InputOptions inputs;

    @Mixin
    private LogOptions logOptions;

    @Option(names = "--threads", defaultValue = "1", description = "Threads that one inference usually uses.")
    private int threads;

    @Option(names = "--core", description = "Core for the engine; concurrent contexts run on the others.")
    private @Nullable String core;

    SelfTestCommand(EngineCatalog catalog, EventStream events, Function<KafkaSettings, RecordPublisher> log) {
        this.catalog = catalog;
        this.events = events;
        this.log = log;
    }

    @Override
    public Integer call() throws InterruptedException {
        // Threads inherit the core of the one that starts them: these are started before it is bound.
        ThreadPoolExecutor contexts = new ThreadPoolExecutor(
                SelfTests.MOST_CONTEXTS, SelfTests.MOST_CONTEXTS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        contexts.prestartAllCoreThreads();
        try {
            EngineInputs engineInputs = inputs.inputs();
            EngineSettings settings = new EngineSettings(threads);
            try (RecordPublisher publisher = logOptions.connect(log)) {
                return test(
                        engineInputs, settings, publisher, new SelfTests(SoakClock.SYSTEM, SelfTests.LIMIT, contexts));
            }
        } catch (IllegalArgumentException e) {
            return fail(e, ExitCode.USAGE);
        } catch (LogOptions.LogException e) {
            return fail(e, e.exitCode());
        } catch (KafkaUnreachableException e) {
            return fail(e, ExitCode.ENVIRONMENT);
        } catch (EngineException e) {
            return fail(e, ExitCode.FAILED);
        } finally {
            contexts.shutdownNow();
        }
    }

    private int test(EngineInputs engineInputs, EngineSettings settings, RecordPublisher publisher, SelfTests tests)
            throws EngineException, InterruptedException {
        if (core != null) {
            Affinity.Result bound = Affinity.bindCurrentThread(core);
            if (!bound.granted()) {
                LOG.warn("The self-tests are not bound to core {}: {}", core, bound.description());
            }
        }
        Delivery delivery = new Delivery();
        List<Subject.Companion> others = companions();
        for (Path directory : engines) {
            Subject subject = subject(directory, engineInputs, settings, others);
            tests.run(subject, (kind, finding) -> report(directory, subject, kind, finding, publisher, delivery));
        }
        publisher.flush();
        if (delivery.failures() > 0) {
            return fail(
                    new EngineException(
                            "the log did not take " + delivery.failures() + " records: " + delivery.firstReason()),
                    ExitCode.ENVIRONMENT);
        }
        events.event("ended").send();
        return ExitCode.GOOD;
    }

    private List<Subject.Companion> companions() throws EngineException {
        List<Subject.Companion> others = new ArrayList<>();
        for (Path directory : companions) {
            others.add(
                    new Subject.Companion(EngineManifest.read(directory), chosen -> catalog.open(directory, chosen)));
        }
        return others;
    }

    private Subject subject(
            Path directory, EngineInputs engineInputs, EngineSettings settings, List<Subject.Companion> others)
            throws EngineException {
        EngineManifest manifest = EngineManifest.read(directory);
        ModelDeclaration declared = engineInputs.declarationOf(directory, manifest);
        InputSet set = engineInputs.forEngine(manifest, declared);
        return new Subject(
                manifest,
                set,
                declared == null ? null : declared.outputs(),
                chosen -> catalog.open(directory, chosen),
                settings,
                catalog.offersThreads(manifest),
                others);
    }

    private void report(
            Path directory,
            Subject subject,
            SelfTestKind kind,
            Finding finding,
            RecordPublisher publisher,
            Delivery delivery) {
        EngineManifest manifest = subject.manifest();
        SelfTest test = SelfTest.newBuilder()
                .setEngineId(manifest.engineId())
                .setEngineName(manifest.name())
                .setCompiler(manifest.compiler())
                .setArtefactDigest(manifest.artefactDigest())
                .setDeviceId(logOptions.device())
                .setModelDigest(manifest.modelDigest())
                .setInputSetDigest(subject.inputs().digest())
                .setKind(kind)
                .setOutcome(finding.outcome())
                .setTrials(finding.trials())
                .setMismatches(finding.mismatches())
                .setEvidence(finding.evidence())
                .setAtNanos(SoakClock.SYSTEM.wallNanos())
                .build();
        publisher.send(
                Topic.SELF_TESTS, Keys.of(test), RecordCodec.of(SelfTest.class).encode(test), delivery);
        events.event("selftest")
                .with("engine", manifest.name())
                .with("engineId", manifest.engineId())
                .with("compiler", manifest.compiler())
                .with("directory", directory.toString())
                .with("kind", kind.name())
                .with("outcome", finding.outcome().name())
                .with("trials", finding.trials())
                .with("mismatches", finding.mismatches())
                .with("evidence", finding.evidence())
                .send();
    }

    private int fail(Throwable failure, int exitCode) {
        events.event("failed").with("message", SoakSession.oneLine(failure)).send();
        return exitCode;
    }
}
