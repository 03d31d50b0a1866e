package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import io.soakline.launch.policy.Nearest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A misspelt option or command is answered with the nearest one; picocli itself knows only prefixes. */
final class Suggestions implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("soakline: " + firstLine(String.valueOf(failure.getMessage())));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            for (String word : unmatched.getUnmatched()) {
                nearest(word, command).ifPresent(near -> err.println("Did you mean " + near + "?"));
            }
        }
        err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }

    private static Optional<String> nearest(String word, CommandLine command) {
        List<String> candidates = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> candidates.addAll(List.of(option.names())));
        return Nearest.to(word, candidates);
    }
}
