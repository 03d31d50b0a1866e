package io.soakline.produce;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what engines are fed with, and what is declared of their model. */
final class InputOptions {

    @Option(names = "--inputs", description = "Folder of an input set; without it inputs are generated.")
    private @Nullable Path inputs;

    @Option(names = "--labels", description = "CSV file with the header file,label: expected classes of --inputs.")
    private @Nullable Path labels;

    @Option(
            names = "--declaration",
            description = "Declaration of the model, instead of those in the engines' folders.")
    private @Nullable Path declaration;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of generated inputs and of random loads.")
    private long seed;

    @Option(names = "--generated-inputs", defaultValue = "64", description = "How many inputs are generated.")
    private int generatedInputs;

    /** @throws IllegalArgumentException when the options contradict each other */
    EngineInputs inputs() {
        return new EngineInputs(inputs, labels, declaration, generatedInputs, seed);
    }

    long seed() {
        return seed;
    }
}
