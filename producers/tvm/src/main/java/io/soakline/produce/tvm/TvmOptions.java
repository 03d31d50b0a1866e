package io.soakline.produce.tvm;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The builder's options, checked.
 *
 * @param target in TVM's words
 * @param hostTarget of the code that starts a GPU's kernels; null when the target is the processor itself
 * @param optLevel of Relay, 0 to 3
 * @param inputShapes sizes for inputs by name; the name is empty when the model's one input is meant
 * @param trials measured schedules for each part of the model that can be tuned
 * @param seed of the first build's search; two searches still differ, because measured times do
 * @param tuner how AutoTVM searches
 * @param strategy how MetaSchedule searches
 * @param tuneTop parts of the model to search schedules for, those with the most operations; 0 for all
 * @param records tuning records to build from without a search; null for a search
 */
record TvmOptions(
        String target,
        @Nullable String hostTarget,
        int optLevel,
        SortedMap<String, List<Long>> inputShapes,
        int trials,
        int seed,
        String tuner,
        String strategy,
        int tuneTop,
        @Nullable Path records) {

    private static final String TARGET = "target";
    private static final String HOST_TARGET = "host-target";
    private static final String OPT_LEVEL = "opt-level";
    private static final String INPUT_SHAPE = "input-shape";
    private static final String TRIALS = "trials";
    private static final String SEED = "seed";
    private static final String TUNER = "tuner";
    private static final String STRATEGY = "strategy";
    private static final String TUNE_TOP = "tune-top";
    private static final String RECORDS = "records";
    private static final Set<String> TUNERS = Set.of("ga", "random", "gridsearch");
    private static final Set<String> STRATEGIES = Set.of("evolutionary", "replay-trace");

    /** What {@code compiler} understands. */
    static List<BuildOption> describe(TvmCompiler compiler) {
        List<BuildOption> options = new ArrayList<>(List.of(
                new BuildOption(
                        TARGET,
                        "",
                        "TVM target, as \"cuda -arch=sm_90\"; unset: " + HostCpu.TARGET_V3
                                + ", or generic x86-64 on a CPU without AVX2"),
                new BuildOption(OPT_LEVEL, "3", "Relay optimisation level, 0 to 3"),
                new BuildOption(
                        INPUT_SHAPE,
                        "",
                        "sizes of open dimensions: 1x3x48x192, or NAME:1x3x48x192,NAME:... by input")));
        if (compiler.tunes()) {
            options.add(new BuildOption(TRIALS, "64", "schedules to measure for each tunable part of the model"));
            options.add(new BuildOption(SEED, "0", "seed of the search; a rebuild adds its number, less one"));
            options.add(new BuildOption(
                    TUNE_TOP, "0", "search only so many parts, those with the most operations; 0: all of them"));
            options.add(new BuildOption(RECORDS, "", "tuning.jsonl or best.jsonl of an earlier build: no search"));
        }
        if (compiler == TvmCompiler.METASCHEDULE) {
            options.add(new BuildOption(STRATEGY, "evolutionary", "how to search: evolutionary or replay-trace"));
        }
        if (compiler == TvmCompiler.AUTOTVM) {
            options.add(new BuildOption(TUNER, "ga", "how to search: ga, random or gridsearch"));
        }
        return options;
    }

    /**
     * Reads options.
     *
     * @param hostTarget used when no target is given, and for a GPU's host
     */
    static TvmOptions parse(TvmCompiler compiler, Map<String, String> given, String hostTarget) throws EngineException {
        Map<String, String> values = new TreeMap<>();
        describe(compiler).forEach(option -> values.put(option.key(), option.defaultValue()));
        for (Map.Entry<String, String> option : given.entrySet()) {
            if (values.replace(option.getKey(), option.getValue()) == null) {
                throw new EngineException("compiler " + compiler.word() + " has no option " + option.getKey()
                        + "; it has: " + String.join(", ", values.keySet()));
            }
        }
        String asked = values.getOrDefault(TARGET, "").strip();
        String target = asked.isEmpty() ? hostTarget : asked;
        TvmTarget.check(target, compiler);
        String tuner = values.getOrDefault(TUNER, "ga");
        if (!TUNERS.contains(tuner)) {
            throw new EngineException("option tuner is \"" + tuner + "\", expected ga, random or gridsearch");
        }
        String strategy = values.getOrDefault(STRATEGY, "evolutionary");
        if (!STRATEGIES.contains(strategy)) {
            throw new EngineException("option strategy is \"" + strategy + "\", expected evolutionary or replay-trace");
        }
        return new TvmOptions(
                target,
                TvmTarget.isCuda(target) ? hostTarget : null,
                number(values, OPT_LEVEL, 0, 3),
                shapes(values.getOrDefault(INPUT_SHAPE, "")),
                compiler.tunes() ? number(values, TRIALS, 1, 1_000_000) : 0,
                compiler.tunes() ? number(values, SEED, 0, Integer.MAX_VALUE) : 0,
                tuner,
                strategy,
                compiler.tunes() ? number(values, TUNE_TOP, 0, 1_000_000) : 0,
                records(values.getOrDefault(RECORDS, "")));
    }

    /**
     * What shaped the engine, for its manifest. The seed is that of the first build: rebuilds differ by what they find,
     * which the manifest's schedule digest says.
     *
     * @param recordsDigest of the file of records, when there is one
     */
    SortedMap<String, String> configuration(TvmCompiler compiler, @Nullable String recordsDigest) {
        SortedMap<String, String> configuration = new TreeMap<>();
        configuration.put(OPT_LEVEL, Integer.toString(optLevel));
        if (hostTarget != null) {
            configuration.put(HOST_TARGET, hostTarget);
        }
        if (!inputShapes.isEmpty()) {
            configuration.put(INPUT_SHAPE, shapesText());
        }
        if (recordsDigest != null) {
            configuration.put(RECORDS, recordsDigest);
        }
        if (compiler.tunes() && records == null) {
            configuration.put(TRIALS, Integer.toString(trials));
            configuration.put(SEED, Integer.toString(seed));
            if (tuneTop > 0) {
                configuration.put(TUNE_TOP, Integer.toString(tuneTop));
            }
            if (compiler == TvmCompiler.METASCHEDULE) {
                configuration.put(STRATEGY, strategy);
            }
            if (compiler == TvmCompiler.AUTOTVM) {
                configuration.put(TUNER, tuner);
            }
        }
        return configuration;
    }

    private String shapesText() {
        return inputShapes.entrySet().stream()
                .map(shape -> (shape.getKey().isEmpty() ? "" : shape.getKey() + ":")
                        + shape.getValue().stream().map(String::valueOf).collect(Collectors.joining("x")))
                .collect(Collectors.joining(","));
    }

    private static int number(Map<String, String> values, String key, int least, int most) throws EngineException {
        String text = values.getOrDefault(key, "");
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new EngineException(
                "option " + key + " is \"" + text + "\", expected a whole number from " + least + " to " + most);
    }

    private static @Nullable Path records(String text) throws EngineException {
        if (text.isEmpty()) {
            return null;
        }
        Path records = Path.of(text).toAbsolutePath();
        if (!Files.isReadable(records)) {
            throw new EngineException("cannot read tuning records " + records
                    + "; give the tuning.jsonl of an earlier build, or leave the option records out to search");
        }
        return records;
    }

    private static SortedMap<String, List<Long>> shapes(String text) throws EngineException {
        SortedMap<String, List<Long>> shapes = new TreeMap<>();
        if (text.isEmpty()) {
            return shapes;
        }
        for (String part : text.split(",", -1)) {
            // Input names may hold colons themselves, sizes cannot.
            int colon = part.lastIndexOf(':');
            shapes.put(colon < 0 ? "" : part.substring(0, colon), extents(text, part.substring(colon + 1)));
        }
        return shapes;
    }

    private static List<Long> extents(String whole, String text) throws EngineException {
        try {
            List<Long> extents =
                    Arrays.stream(text.split("x", -1)).map(Long::valueOf).toList();
            if (extents.stream().allMatch(extent -> extent > 0)) {
                return extents;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new EngineException("option " + INPUT_SHAPE + " is \"" + whole
                + "\", expected sizes as in 1x3x48x192, or NAME:1x3x48x192 for one of several inputs");
    }
}
