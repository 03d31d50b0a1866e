package io.soakline.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.InferenceBatch;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceColumnsTest {

    private static InferenceColumns random(long seed, int rows) {
        Random random = new Random(seed);
        InferenceColumns columns = new InferenceColumns();
        columns.open("run-" + seed, "device", "engine", "model", "inputs", random.nextInt(1_000_000));
        int offered = random.nextInt(3);
        boolean closedLoop = random.nextBoolean();
        boolean flagged = random.nextBoolean();
        long start = 1_790_000_000_000_000_000L;
        for (int i = 0; i < rows; i++) {
            long latency = 900_000L + random.nextInt(300_000);
            int input = i % 7;
            int output = columns.digestIndex(input, -input, flagged ? 99 : input, flagged ? 98 : -input);
            columns.append(start, closedLoop ? 0 : random.nextInt(5000), latency, input, output, flagged ? i % 16 : 0);
            offerDeviceTime(columns, offered, latency, random);
            start += latency + random.nextInt(20_000);
        }
        return columns;
    }

    /** Not of every inference: some have none, at times the first. */
    private static void offerDeviceTime(InferenceColumns columns, int offered, long latency, Random random) {
        if (random.nextInt(10) == 0) {
            return;
        }
        switch (offered) {
            case 1 -> columns.deviceTime(latency - 1000);
            case 2 -> columns.deviceTime(latency - 1000, random.nextInt(20_000), random.nextInt(9_000));
            default -> {
                // Not offered.
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, InferenceColumns.CAPACITY})
    void decode_givenEncodedColumns_restoresEveryColumn(int rows) throws MalformedRecordException {
        InferenceColumns read = new InferenceColumns();
        for (long seed = 0; seed < 30; seed++) {
            InferenceColumns written = random(seed, rows);
            read.decode(written.encode());
            assertThat(read)
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .comparingOnlyFields(
                            "runId",
                            "deviceId",
                            "engineId",
                            "modelDigest",
                            "inputSetDigest",
                            "firstSequence",
                            "count",
                            "deviceTimeOffered",
                            "copyTimesOffered",
                            "digestCount")
                    .isEqualTo(written);
            assertColumn(read.startNanos, written.startNanos, rows);
            assertColumn(read.queueNanos, written.queueNanos, rows);
            assertColumn(read.latencyNanos, written.latencyNanos, rows);
            assertDeviceTimes(read.deviceNanos, written.deviceNanos, written.deviceTimeOffered, rows);
            assertDeviceTimes(read.copyInNanos, written.copyInNanos, written.copyTimesOffered, rows);
            assertDeviceTimes(read.copyOutNanos, written.copyOutNanos, written.copyTimesOffered, rows);
            assertColumn(read.rawDigestHigh, written.rawDigestHigh, written.digestCount);
            assertColumn(read.digestLow, written.digestLow, written.digestCount);
            assertThat(Arrays.copyOf(read.inputIndex, rows)).isEqualTo(Arrays.copyOf(written.inputIndex, rows));
            assertThat(Arrays.copyOf(read.outputIndex, rows)).isEqualTo(Arrays.copyOf(written.outputIndex, rows));
            assertThat(Arrays.copyOf(read.flags, rows)).isEqualTo(Arrays.copyOf(written.flags, rows));
        }
    }

    private static void assertColumn(long[] read, long[] written, int rows) {
        assertThat(Arrays.copyOf(read, rows)).isEqualTo(Arrays.copyOf(written, rows));
    }

    private static void assertDeviceTimes(long[] read, long[] written, boolean offered, int rows) {
        long[] unknown = new long[rows];
        Arrays.fill(unknown, InferenceColumns.NOT_KNOWN);
        assertThat(Arrays.copyOf(read, rows)).isEqualTo(offered ? Arrays.copyOf(written, rows) : unknown);
    }

    @Test
    void deviceTime_givenOfSomeInferencesOnly_isNotKnownOfTheOthers() {
        InferenceColumns columns = new InferenceColumns();
        columns.open("run", "device", "engine", "model", "inputs", 0);
        for (int i = 0; i < 4; i++) {
            columns.append(i * 100L, 0, 90, 0, columns.digestIndex(1, 2, 1, 2), 0);
            if (i == 1) {
                columns.deviceTime(80);
            } else if (i == 2) {
                columns.deviceTime(80, 10, 5);
            }
        }
        assertThat(Arrays.copyOf(columns.deviceNanos, 4)).containsExactly(-1, 80, 80, -1);
        assertThat(Arrays.copyOf(columns.copyInNanos, 4)).containsExactly(-1, -1, 10, -1);
        assertThat(Arrays.copyOf(columns.copyOutNanos, 4)).containsExactly(-1, -1, 5, -1);
    }

    @Test
    void decode_givenTheFirstVersion_knowsNoCopyTimes() throws MalformedRecordException {
        InferenceColumns written = random(4, 50);
        written.deviceTimeOffered = true;
        written.copyTimesOffered = false;
        byte[] bytes = written.encode();
        byte[] old = Arrays.copyOf(bytes, bytes.length - 2);
        System.arraycopy(SingleObject.header(SchemaHistory.of("InferenceBatch").get(0)), 0, old, 0, 10);
        InferenceColumns read = random(1, 60);
        read.decode(old);
        assertThat(read.copyTimesOffered).isFalse();
        assertDeviceTimes(read.copyInNanos, written.copyInNanos, false, 50);
        assertColumn(read.latencyNanos, written.latencyNanos, 50);
        assertColumn(read.deviceNanos, written.deviceNanos, 50);
        assertThat(RecordCodec.of(InferenceBatch.class).decode(old).getRunId()).isEqualTo("run-4");
    }

    @Test
    void decode_givenNegativeDeviceTime_isMalformed() {
        InferenceColumns columns = random(2, 10);
        columns.deviceTime(-2);
        assertThatThrownBy(() -> new InferenceColumns().decode(columns.encode()))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("row 9 of column deviceNanos");
    }

    @Test
    void encode_isWhatTheAvroWriterWrites() throws MalformedRecordException {
        RecordCodec<InferenceBatch> avro = RecordCodec.of(InferenceBatch.class);
        for (long seed = 0; seed < 30; seed++) {
            byte[] bytes = random(seed, 1 + (int) seed * 30).encode();
            assertThat(avro.encode(avro.decode(bytes))).as("seed %d", seed).isEqualTo(bytes);
        }
    }

    @Test
    void decode_givenDamagedBytes_saysMalformedOrGivesARectangularBatch() {
        Random random = new Random(3);
        InferenceColumns columns = new InferenceColumns();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = random(round % 50, 1 + random.nextInt(60)).encode();
            if (round % 2 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                columns.decode(bytes);
                assertThat(columns.count).isBetween(1, InferenceColumns.CAPACITY);
                assertThat(columns.outputIndex[columns.count - 1]).isLessThan(columns.digestCount);
            } catch (MalformedRecordException e) {
                assertThat(e).hasMessageStartingWith("InferenceBatch: ");
            }
        }
    }

    @Test
    void decode_givenColumnShorterThanCount_namesTheColumn() throws MalformedRecordException {
        RecordCodec<InferenceBatch> avro = RecordCodec.of(InferenceBatch.class);
        InferenceBatch batch = avro.decode(random(1, 10).encode());
        batch.getInputIndex().remove(3);
        assertThatThrownBy(() -> new InferenceColumns().decode(avro.encode(batch)))
                .isInstanceOf(MalformedRecordException.class)
                .hasMessageContaining("column inputIndex has 9 of 10 rows");
    }

    @Test
    void encode_givenNoRows_isRefused() {
        assertThatThrownBy(() -> random(1, 0).encode()).isInstanceOf(IllegalStateException.class);
    }
}
