package io.soakline.produce.tvm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The four ways in which TVM makes an engine. */
enum TvmCompiler {
    /** Relay's default schedules. */
    TVM,
    /** Hand-written schedule templates whose knobs are searched. */
    AUTOTVM,
    /** Schedules generated and searched without templates, also known as Ansor. */
    AUTOSCHEDULER,
    /** Schedules as traces of transformations of TensorIR, searched from TVM's design spaces. */
    METASCHEDULE;

    /** In the words of the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean tunes() {
        return this != TVM;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(TvmCompiler::word).toList();
    }

    /**
     * The compiler of that word.
     *
     * @throws IllegalArgumentException when there is none
     */
    static TvmCompiler of(String word) {
        for (TvmCompiler compiler : values()) {
            if (compiler.word().equals(word)) {
                return compiler;
            }
        }
        throw new IllegalArgumentException(
                "no TVM compiler \"" + word + "\"; there are: " + String.join(", ", words()));
    }
}
