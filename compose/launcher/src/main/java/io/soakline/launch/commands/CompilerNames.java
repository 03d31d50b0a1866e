package io.soakline.launch.commands;

import io.soakline.launch.EngineFamily;
import io.soakline.launch.policy.Nearest;
import java.util.Collection;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Names of compilers on a command line. */
final class CompilerNames {

    private CompilerNames() {}

    /** @throws ParameterException for a name that is none, with the one that was probably meant */
    static void require(CommandSpec spec, Collection<String> names) {
        List<String> known = EngineFamily.allCompilers();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no compiler \"" + name + "\"; "
                                + Nearest.to(name, known)
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("there are " + String.join(", ", known)));
            }
        }
    }
}
