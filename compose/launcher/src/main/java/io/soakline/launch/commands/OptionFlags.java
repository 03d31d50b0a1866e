package io.soakline.launch.commands;

import io.soakline.launch.EngineBuild;
import io.soakline.launch.policy.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Builder options of all compilers or of one; shared by the commands that build. */
final class OptionFlags {

    private static final String TRIALS = "trials";

    @Option(
            names = "--option",
            paramLabel = "[COMPILER:]KEY=VALUE",
            description = {
                "builder option, for every compiler or for the one named: trials, seed, tuner, target …;",
                "may be repeated"
            })
    private Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "schedules that each tuner measures for each part of the model that it tunes")
    private @Nullable Integer trials;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before use
    private CommandSpec spec;

    /**
     * Options by compiler: what was said for one compiler beats what was said for all.
     *
     * @param defaults by key, for tuners, where nothing was said
     * @throws ParameterException for an option of a compiler that is not asked for
     */
    Map<String, Map<String, String>> byCompiler(Collection<String> compilers, Map<String, String> defaults) {
        Map<String, Map<String, String>> all = new HashMap<>();
        for (String compiler : compilers) {
            Map<String, String> options = new LinkedHashMap<>();
            boolean tunes = EngineBuild.Order.tunes(compiler);
            if (tunes && trials != null) {
                options.put(TRIALS, Integer.toString(trials));
            }
            given.forEach((key, value) -> {
                if (key.indexOf(':') < 0) {
                    options.put(key, value);
                }
            });
            given.forEach((key, value) -> {
                if (key.startsWith(compiler + ":")) {
                    options.put(key.substring(compiler.length() + 1), value);
                }
            });
            if (tunes && !options.containsKey("records")) {
                defaults.forEach(options::putIfAbsent);
            }
            all.put(compiler, options);
        }
        requireKnown(compilers);
        return all;
    }

    private void requireKnown(Collection<String> compilers) {
        if (trials != null && trials < 1) {
            throw new ParameterException(spec.commandLine(), "--trials is " + trials + "; expected at least 1");
        }
        if (trials != null && compilers.stream().noneMatch(EngineBuild.Order::tunes)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--trials is for tuners, and none of " + String.join(", ", compilers) + " is one");
        }
        List<String> names = new ArrayList<>(compilers);
        for (String key : given.keySet()) {
            int colon = key.indexOf(':');
            if (colon >= 0 && !names.contains(key.substring(0, colon))) {
                String named = key.substring(0, colon);
                throw new ParameterException(
                        spec.commandLine(),
                        "--option " + key + " is for " + named + ", which is not built here; "
                                + Nearest.to(named, names)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("there are " + String.join(", ", names)));
            }
        }
    }
}
