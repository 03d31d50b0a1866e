package io.soakline.log;

import io.soakline.record.Agreement;
import io.soakline.record.Alert;
import io.soakline.record.AlertNote;
import io.soakline.record.Baseline;
import io.soakline.record.DeadLetter;
import io.soakline.record.DeviceBatch;
import io.soakline.record.InferenceBatch;
import io.soakline.record.OutputSketch;
import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.RunOutputs;
import io.soakline.record.SelfTest;
import io.soakline.record.WindowStats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.RandomData;

/** Every record of the log, and random instances of it written by Avro's generic writer: an independent encoder. */
final class SampleRecords {

    static final List<Class<? extends SpecificRecordBase>> TYPES = List.of(
            Run.class,
            InferenceBatch.class,
            OutputSketch.class,
            DeviceBatch.class,
            PaneRecord.class,
            WindowStats.class,
            RunOutputs.class,
            Baseline.class,
            Agreement.class,
            SelfTest.class,
            Alert.class,
            AlertNote.class,
            DeadLetter.class);

    private SampleRecords() {}

    static GenericRecord random(Class<? extends SpecificRecordBase> type, long seed) {
        Schema schema = SpecificData.get().getSchema(type);
        return (GenericRecord) new RandomData(schema, 1, seed).iterator().next();
    }

    static byte[] encode(GenericRecord value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            out.write(SingleObject.header(value.getSchema()));
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(value.getSchema(), GenericData.get()).write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
