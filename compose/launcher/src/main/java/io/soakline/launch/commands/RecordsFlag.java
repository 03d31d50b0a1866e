package io.soakline.launch.commands;

import io.soakline.launch.LaunchException;
import io.soakline.launch.RecordsPlace;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A file instead of Kafka; shared by the commands that measure. */
final class RecordsFlag {

    @Option(
            names = "--records",
            paramLabel = "FILE",
            description = "write records to this new file, .ndjson.gz, instead of Kafka; see soakline ingest")
    private @Nullable Path file;

    /** The file, or the Kafka that the settings name. */
    RecordsPlace place(CommandSpec spec, SettingFlags flags, Settings settings) throws LaunchException {
        if (file == null) {
            if (!settings.has(SettingKey.KAFKA)) {
                throw new LaunchException("where to? give --kafka host:port (or " + SettingKey.KAFKA.variable()
                        + "), or --records FILE where no Kafka is in reach");
            }
            return new RecordsPlace.Kafka(settings.kafka(), settings.kafkaPropertiesFile());
        }
        if (flags.isGiven(SettingKey.KAFKA)) {
            throw new ParameterException(
                    spec.commandLine(), "--records writes a file instead of Kafka; leave out one of the two");
        }
        return new RecordsPlace.File(file);
    }

    boolean isGiven() {
        return file != null;
    }
}
