package io.soakline.launch.commands;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What rings, who looks after it, who is told. */
@Command(
        name = "alerts",
        mixinStandardHelpOptions = true,
        description = "List alerts, say that somebody looks after one, silence some for a while, or deliver them.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  soakline alerts list --kafka broker:9092",
            "  soakline alerts ack engine-crashed/7f3a/orin-04 --kafka broker:9092 --reason \"board swapped\"",
            "  soakline alerts silence --device \"orin-*\" --for 2h --kafka broker:9092 --reason \"move of the rack\"",
            "  soakline alerts silences --kafka broker:9092",
            "  soakline alerts unsilence 3f2a --kafka broker:9092",
            "  soakline alerts deliver --targets alerts.properties --kafka broker:9092"
        },
        subcommands = {
            AlertsListCommand.class,
            AlertsAckCommand.class,
            AlertsSilenceCommand.class,
            AlertsSilencesCommand.class,
            AlertsUnsilenceCommand.class,
            AlertsDeliverCommand.class
        })
public final class AlertsCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before run
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
