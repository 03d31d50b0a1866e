package io.soakline.launch.commands;

import io.soakline.launch.policy.Nearest;
import io.soakline.sink.report.FailOn;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --fail-on}; shared by the commands whose exit code is a judgement. */
final class FailOnFlag {

    private static final String NEVER = "never";
    private static final List<String> NAMES =
            Arrays.stream(FailOn.values()).map(FailOn::id).toList();

    @Option(
            names = "--fail-on",
            split = ",",
            paramLabel = "WHAT",
            description = {
                "what makes exit code 1, with commas: broken, drifted, insufficient, firing (an alert at the end),",
                "alerts (any that fired, resolved or not), lost, rules, unjudged (a rule that cannot be judged),",
                "conditions (a run was not measured as the policy asks; see its section validity); or never"
            })
    private @Nullable List<String> given;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli before use
    private CommandSpec spec;

    boolean isGiven() {
        return given != null;
    }

    /** @throws ParameterException for a word that is none of them */
    Set<FailOn> causes() {
        List<String> words = given;
        if (words == null) {
            return FailOn.DEFAULT;
        }
        if (words.equals(List.of(NEVER))) {
            return Set.of();
        }
        EnumSet<FailOn> causes = EnumSet.noneOf(FailOn.class);
        for (String word : words) {
            causes.add(FailOn.of(word).orElseThrow(() -> unknown(word)));
        }
        return Collections.unmodifiableSet(causes);
    }

    private ParameterException unknown(String word) {
        String hint = Nearest.to(word, NAMES)
                .map(near -> "did you mean " + near + "?")
                .orElse("there are " + String.join(", ", NAMES) + "; or never alone");
        return new ParameterException(spec.commandLine(), "--fail-on does not know \"" + word + "\"; " + hint);
    }
}
