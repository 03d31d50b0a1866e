package io.soakline.launch;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.TopicAdmin;
import io.soakline.produce.publish.KafkaRecordPublisher;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.RunExit;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where producers write their records: a log, or a file on a device that reaches none. */
public sealed interface RecordsPlace {

    /**
     * A log.
     *
     * @param propertiesFile file with the properties of {@code settings}, for other processes to read; null when there are none
     */
    record Kafka(KafkaSettings settings, @Nullable Path propertiesFile) implements RecordsPlace {

        private static final Duration PATIENCE = Duration.ofSeconds(15);

        @Override
        public List<String> arguments() {
            List<String> arguments = new ArrayList<>(
                    List.of("--kafka", settings.bootstrapServers(), "--topic-prefix", settings.topicPrefix()));
            if (propertiesFile != null) {
                arguments.addAll(List.of("--kafka-properties", propertiesFile.toString()));
            }
            return arguments;
        }

        /** A log takes the records of many. */
        @Override
        public RecordsPlace ofProcess(int number) {
            return this;
        }

        @Override
        public void closeRuns(Map<String, String> reasonsByRun, RunExit exit) {
            RunEnds.close(settings, reasonsByRun, exit);
        }

        @Override
        public void prepare() {
            TopicAdmin.createTopics(settings, Settings.PARTITIONS, PATIENCE);
        }

        @Override
        public RecordPublisher open() {
            return new KafkaRecordPublisher(settings);
        }

        @Override
        public String toString() {
            return settings.toString();
        }
    }

    /** A new file, one compressed line of JSON a record; {@code soakline ingest} takes it to a log later. */
    record File(Path file) implements RecordsPlace {

        public File {
            file = file.toAbsolutePath();
        }

        @Override
        public List<String> arguments() {
            return List.of("--records", file.toString());
        }

        /** {@code records-2.ndjson.gz} for the second: a file takes the records of one. */
        @Override
        public File ofProcess(int number) {
            if (number == 1) {
                return this;
            }
            String name = file.getFileName().toString();
            int suffix = name.indexOf('.', 1) < 0 ? name.length() : name.indexOf('.', 1);
            return new File(file.resolveSibling(name.substring(0, suffix) + "-" + number + name.substring(suffix)));
        }

        /** Nothing: they stay open in the file, and {@code soakline ingest} closes them. */
        @Override
        public void closeRuns(Map<String, String> reasonsByRun, RunExit exit) {}

        @Override
        public void prepare() throws LaunchException {
            if (java.nio.file.Files.exists(file)) {
                throw taken(null);
            }
        }

        @Override
        public RecordPublisher open() throws LaunchException {
            try {
                return new RecordFilePublisher(file);
            } catch (FileAlreadyExistsException e) {
                throw taken(e);
            } catch (IOException e) {
                throw new LaunchException("cannot write " + file + ": " + e, e);
            }
        }

        private LaunchException taken(@Nullable Exception cause) {
            return new LaunchException(
                    file + " exists already; records are never overwritten, name a new file with --records", cause);
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** As the producers' commands take it. */
    List<String> arguments();

    /**
     * For one of several processes.
     *
     * @param number from 1, in the order of their starts
     */
    RecordsPlace ofProcess(int number);

    /** Writes the end of runs whose process is gone, as far as that can be done here. */
    void closeRuns(Map<String, String> reasonsByRun, RunExit exit);

    /** Makes ready what several processes will write to: creates topics that are not there yet. */
    void prepare() throws LaunchException;

    /** Opens it for this process, after {@link #prepare}. */
    RecordPublisher open() throws LaunchException;
}
