package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** A misspelt option or command is answered with the nearest one; picocli itself knows only prefixes. */
final class Suggestions implements IParameterExceptionHandler {

    private static final int FARTHEST = 2;

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("soakline: " + firstLine(String.valueOf(failure.getMessage())));
        if (failure instanceof UnmatchedArgumentException unmatched) {
            for (String word : unmatched.getUnmatched()) {
                nearest(word, command).forEach(near -> err.println("Did you mean " + near + "?"));
            }
        }
        err.println("Try: soakline " + (command.getParent() == null ? "" : command.getCommandName() + " ") + "--help");
        return ExitCode.USAGE;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse(message);
    }

    private static List<String> nearest(String word, CommandLine command) {
        List<String> candidates = new ArrayList<>(command.getSubcommands().keySet());
        command.getCommandSpec().options().forEach(option -> candidates.addAll(List.of(option.names())));
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= FARTHEST && distance(word, candidate) < word.length())
                .sorted(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .limit(1)
                .toList();
    }

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
