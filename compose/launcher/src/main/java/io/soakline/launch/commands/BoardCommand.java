package io.soakline.launch.commands;

import io.soakline.launch.bundle.BundleEngine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code soakline} in a bundle: what measures, and nothing of what judges. */
@Command(
        name = "soakline",
        version = "soakline 0.1.0",
        mixinStandardHelpOptions = true,
        description = "Measures on this machine; what it writes is judged elsewhere, with soakline process or ingest.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  bin/soakline devices                                       what can be sampled here",
            "  bin/soakline sample --records power.ndjson.gz --for 1h     into a file, without a network",
            "  bin/soakline sample --kafka broker:9092                    onto the log"
        })
final class BoardCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    /** The commands that a bundle for {@code engine} can carry out. */
    static CommandLine commandLine(BundleEngine engine) {
        CommandLine board = new CommandLine(new BoardCommand());
        if (engine.builds()) {
            board.addSubcommand(new BuildCommand());
        }
        if (engine.family() != null) {
            board.addSubcommand(new ProduceCommand());
            board.addSubcommand(new SelfTestCommand());
        }
        return board.addSubcommand(new SampleCommand())
                .addSubcommand(new DevicesCommand())
                .addSubcommand(new CommandLine.HelpCommand());
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
