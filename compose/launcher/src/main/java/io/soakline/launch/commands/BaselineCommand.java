package io.soakline.launch.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What is held to be normal, by engine and device. */
@Command(
        name = "baseline",
        mixinStandardHelpOptions = true,
        description = {
            "Show, pin or clear the references that drift is judged against, one for each engine and device.",
            "A learnt reference is replaced when it is learnt anew; a pinned one stays until it is pinned again or cleared."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline baseline show --kafka broker:9092",
            "  soakline baseline pin --kafka broker:9092 --engine resnet-tvm --note \"release 1.4, J. Doe\"",
            "  soakline baseline pin --kafka broker:9092 --run 7f3a --note \"the soak of May 3rd\"",
            "  soakline baseline clear --kafka broker:9092 --engine resnet-tvm --device orin-04"
        },
        subcommands = {BaselineShowCommand.class, BaselinePinCommand.class, BaselineClearCommand.class})
public final class BaselineCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
