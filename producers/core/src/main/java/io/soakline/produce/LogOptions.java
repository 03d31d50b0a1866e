package io.soakline.produce;

import io.soakline.kafka.KafkaSettings;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.log.Topic;
import io.soakline.produce.publish.RecordFilePublisher;
import io.soakline.produce.publish.RecordPublisher;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say where records go, and from which device. */
@SuppressWarnings("NullAway.Init") // picocli fills the required options
final class LogOptions {

    @ArgGroup(multiplicity = "1")
    private Place place;

    /** One of the two. */
    private static final class Place {

        @Option(names = "--kafka", required = true, description = "HOST:PORT of the log.")
        private @Nullable String kafka;

        @Option(
                names = "--records",
                required = true,
                description = "A new file for the records, .ndjson.gz, where no log is in reach; see soakline ingest.")
        private @Nullable Path records;
    }

    @Option(names = "--topic-prefix", defaultValue = Topic.DEFAULT_PREFIX, description = "Before every topic's name.")
    private String topicPrefix;

    @Option(names = "--kafka-property", description = "Kafka client property, key=value; may be repeated.")
    private Map<String, String> kafkaProperties = new LinkedHashMap<>();

    @Option(names = "--kafka-properties", description = "File of Kafka client properties: the place for secrets.")
    private @Nullable Path kafkaPropertiesFile;

    @Option(names = "--device", required = true, description = "Id of this device.")
    private String device;

    String device() {
        return device;
    }

    /** The log could not be reached or used. */
    static final class LogException extends Exception {

        private final int exitCode;

        private LogException(String message, Throwable cause, int exitCode) {
            super(message, cause);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    RecordPublisher connect(Function<KafkaSettings, RecordPublisher> log) throws LogException {
        String kafka = place.kafka;
        Path records = place.records;
        if (records != null) {
            try {
                return new RecordFilePublisher(records);
            } catch (FileAlreadyExistsException e) {
                throw new LogException(
                        records + " exists already; records are never overwritten, name a new file", e, ExitCode.USAGE);
            } catch (IOException e) {
                throw new LogException("cannot write " + records + ": " + e, e, ExitCode.ENVIRONMENT);
            }
        }
        if (kafka == null) {
            throw new IllegalStateException("neither --kafka nor --records, though one of them is required");
        }
        try {
            return log.apply(new KafkaSettings(kafka, topicPrefix, properties()));
        } catch (KafkaUnreachableException e) {
            throw new LogException(SoakSession.oneLine(e), e, ExitCode.ENVIRONMENT);
        } catch (KafkaException e) {
            // Its own message says only that a client could not be made.
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new LogException(
                    "cannot use Kafka at " + kafka + ": " + SoakSession.oneLine(reason), e, ExitCode.USAGE);
        } catch (IllegalArgumentException e) {
            throw new LogException(SoakSession.oneLine(e), e, ExitCode.USAGE);
        } catch (IOException e) {
            throw new LogException(SoakSession.oneLine(e), e, ExitCode.ENVIRONMENT);
        }
    }

    /** The file first, so that single properties override it. */
    private Map<String, String> properties() throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        if (kafkaPropertiesFile != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(kafkaPropertiesFile, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new IOException("cannot read the Kafka properties " + kafkaPropertiesFile, e);
            }
            properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
        }
        all.putAll(kafkaProperties);
        return all;
    }
}
