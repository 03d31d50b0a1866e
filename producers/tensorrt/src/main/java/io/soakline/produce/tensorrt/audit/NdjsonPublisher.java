package io.soakline.produce.tensorrt.audit;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.log.Topic;
import io.soakline.produce.publish.RecordPublisher;
import io.soakline.record.DeviceBatch;
import io.soakline.record.InferenceBatch;
import io.soakline.record.OutputSketch;
import io.soakline.record.Run;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.specific.SpecificRecordBase;
import org.jspecify.annotations.Nullable;

/**
 * Writes every record as one line of JSON, {@code {"topic":…,"key":…,"value":…}}, into a compressed file: what a broker
 * would hold, where there is none.
 */
final class NdjsonPublisher implements RecordPublisher {

    private final BufferedWriter out;
    private final RecordCodec<Run> runs = RecordCodec.of(Run.class);
    private final RecordCodec<InferenceBatch> inferences = RecordCodec.of(InferenceBatch.class);
    private final RecordCodec<OutputSketch> outputs = RecordCodec.of(OutputSketch.class);
    private final RecordCodec<DeviceBatch> devices = RecordCodec.of(DeviceBatch.class);

    NdjsonPublisher(Path file) throws IOException {
        out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void send(Topic topic, String key, byte[] value, Consumer<@Nullable Exception> done) {
        try {
            out.write("{\"topic\":\"" + topic.name("") + "\",\"key\":\"" + key + "\",\"value\":" + decode(topic, value)
                    + "}\n");
            done.accept(null);
        } catch (IOException | MalformedRecordException e) {
            done.accept(e);
        }
    }

    private SpecificRecordBase decode(Topic topic, byte[] value) throws MalformedRecordException {
        return switch (topic) {
            case RUNS -> runs.decode(value);
            case INFERENCES -> inferences.decode(value);
            case OUTPUTS -> outputs.decode(value);
            case DEVICES -> devices.decode(value);
            default -> throw new IllegalArgumentException("no producer writes to topic " + topic);
        };
    }

    @Override
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write records", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write records", e);
        }
    }
}
