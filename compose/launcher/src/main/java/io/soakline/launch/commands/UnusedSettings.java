package io.soakline.launch.commands;

import io.soakline.launch.SettingKey;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a command does nothing with is no flag of it: its help stays short, and what would be given in vain is refused. Files and
 * variables set them all the same, for the commands that do.
 */
final class UnusedSettings {

    private static final Set<SettingKey> OF_MEASURING = EnumSet.of(
            SettingKey.INFLUX_URL,
            SettingKey.INFLUX_ORG,
            SettingKey.INFLUX_BUCKET,
            SettingKey.INFLUX_TOKEN_FILE,
            SettingKey.POLICY,
            SettingKey.CACHE,
            SettingKey.HOST,
            SettingKey.PORT,
            SettingKey.METRICS_PORT);

    private static final Set<SettingKey> OF_BUILDING = EnumSet.complementOf(EnumSet.of(SettingKey.CACHE));

    private static final Map<String, Set<SettingKey>> OF_COMMANDS =
            Map.of("sample", OF_MEASURING, "produce", OF_MEASURING, "selftest", OF_MEASURING, "build", OF_BUILDING);

    private UnusedSettings() {}

    static void remove(CommandLine line) {
        OF_COMMANDS.forEach((command, unused) -> {
            CommandLine subcommand = line.getSubcommands().get(command);
            if (subcommand != null) {
                unused.forEach(key -> remove(subcommand.getCommandSpec(), "--" + key.key()));
            }
        });
    }

    private static void remove(CommandSpec command, String flag) {
        OptionSpec option = command.findOption(flag);
        if (option == null) {
            throw new IllegalStateException(command.name() + " has no flag " + flag);
        }
        command.remove(option);
    }
}
