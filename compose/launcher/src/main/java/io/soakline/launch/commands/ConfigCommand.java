package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.launch.ExitCode;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is set, and from where. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        description = "Print every setting, its value and where it comes from: default, file, environment or flag.",
        footerHeading = "%nExamples:%n",
        footer = {"  soakline config", "  SOAKLINE_KAFKA=broker:9092 soakline config --json"})
public final class ConfigCommand implements Callable<Integer> {

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws LaunchException, JsonProcessingException {
        Settings settings = flags.load();
        if (json) {
            ObjectMapper mapper = new ObjectMapper();
            ObjectNode all = mapper.createObjectNode();
            for (SettingKey key : SettingKey.values()) {
                Settings.Value value = settings.value(key);
                all.putObject(key.key()).put("value", value.text()).put("origin", value.origin());
            }
            System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
            return ExitCode.GOOD;
        }
        for (SettingKey key : SettingKey.values()) {
            Settings.Value value = settings.value(key);
            System.out.printf("%-18s %-24s (%s)%n", key.key(), value.text(), value.origin());
            System.out.printf("%-18s %s; variable %s%n", "", key.help(), key.variable());
        }
        return ExitCode.GOOD;
    }
}
