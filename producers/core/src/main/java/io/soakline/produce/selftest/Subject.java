package io.soakline.produce.selftest;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.input.InputSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine under test.
 *
 * @param inputs that fit it
 * @param rule what is declared of its outputs; null when nothing is
 * @param opener opens one more instance
 * @param settings of the usual instance
 * @param offersThreads whether the number of threads makes a difference to engines of this kind
 * @param companions engines of other batch sizes
 */
public record Subject(
        EngineManifest manifest,
        InputSet inputs,
        @Nullable OutputRule rule,
        Opener opener,
        EngineSettings settings,
        boolean offersThreads,
        List<Companion> companions) {

    public Subject {
        companions = List.copyOf(companions);
    }

    /** Opens instances of one engine. */
    @FunctionalInterface
    public interface Opener {

        InferenceEngine open(EngineSettings settings) throws EngineException;
    }

    /** Another engine, that may be of the same compiler and take the same rows in other numbers. */
    public record Companion(EngineManifest manifest, Opener opener) {}

    /** An instance as it usually runs. */
    Instance open() throws EngineException {
        return new Instance(opener.open(settings), rule);
    }

    /** An instance that uses so many threads. */
    Instance open(int threads) throws EngineException {
        return new Instance(opener.open(new EngineSettings(threads)), rule);
    }
}
