package io.soakline.launch.commands;

import picocli.CommandLine.Option;

/** Who says something about alerts, and why; shared by the commands that write such notes. */
final class AlertNoteFlags {

    @Option(names = "--reason", paramLabel = "TEXT", description = "why, or what is done about it")
    String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "who says so (default: the user's name)")
    String by = System.getProperty("user.name");
}
