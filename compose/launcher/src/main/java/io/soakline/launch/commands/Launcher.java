package io.soakline.launch.commands;

import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.policy.PolicyException;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry of the command line. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return withErrors(new CommandLine(new RootCommand()));
    }

    /** With the handling of errors: one line for what people can mend, a stack trace for what they cannot. */
    static CommandLine withErrors(CommandLine line) {
        UnusedSettings.remove(line);
        flow(line);
        return line.setUsageHelpAutoWidth(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, result) -> {
                    if (failure instanceof PolicyException) {
                        command.getErr().println("soakline: " + failure.getMessage());
                        return ExitCode.USAGE;
                    }
                    if (failure instanceof LaunchException || isEnvironment(failure)) {
                        command.getErr().println("soakline: " + failure.getMessage());
                        return ExitCode.ENVIRONMENT;
                    }
                    failure.printStackTrace(command.getErr());
                    return ExitCode.ENVIRONMENT;
                })
                .setParameterExceptionHandler(new Suggestions());
    }

    /**
     * The first sentence, which is all that the list of commands shows, and one paragraph of the rest: lines broken in the source
     * would be broken again.
     */
    private static void flow(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.description(String.join(" ", usage.description()).split("(?<=\\.) ", 2));
        line.getSubcommands().values().forEach(Launcher::flow);
    }

    /** Exceptions of the modules whose message is written for people. */
    private static boolean isEnvironment(Exception failure) {
        return failure.getClass().getPackageName().startsWith("io.soakline")
                && failure.getMessage() != null
                && !(failure instanceof NullPointerException);
    }
}
