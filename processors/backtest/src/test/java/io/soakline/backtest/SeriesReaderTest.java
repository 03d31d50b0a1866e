package io.soakline.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesReaderTest {

    private record Row(String timestamp, double value) {}

    private final List<Row> rows = new ArrayList<>();

    private SeriesQuality read(String text) throws IOException {
        return read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    private SeriesQuality read(InputStream in) throws IOException {
        rows.clear();
        try (SeriesReader reader = SeriesReader.of(in)) {
            while (reader.next()) {
                assertThat(reader.index()).isEqualTo(rows.size());
                rows.add(new Row(String.valueOf(reader.timestamp()), reader.value()));
            }
            assertThat(reader.next()).isFalse();
            SeriesQuality quality = reader.quality();
            assertThat(quality.rows()).isEqualTo(quality.values() + quality.missing() + quality.malformed());
            assertThat(quality.rows()).isEqualTo(rows.size());
            return quality;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "timestamp,value\n1,2.5\n2,3.5\n",
                "1,2.5\n2,3.5",
                "1,2.5\r\n2,3.5\r\n",
                "\uFEFFtimestamp,value\n1,2.5\n2,3.5\n",
                "\uFEFF1,2.5\n2,3.5\n",
                "time;value\n1;2,5\n2;3,5\n",
                "1;2.5\n2;3.5\n",
                "1\t2.5\n2\t3,5\n",
                "\"timestamp\",\"value\"\n\"1\",\"2.5\"\n\"2\",\"3.5\"\n",
                "\n\n1, 2.5 \n\n  2 ,3.5\n\n",
                "timestamp,value,unit\n1,2.5,ms\n2,3.5,\"a, b\"\n"
            })
    void next_givenAnyOfTheUsualForms_readsTheSameRows(String text) throws IOException {
        SeriesQuality quality = read(text);

        assertThat(rows).containsExactly(new Row("1", 2.5), new Row("2", 3.5));
        assertThat(quality).isEqualTo(new SeriesQuality(2, 2, 0, 0, 0, 0, 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n\r\n", "timestamp,value\n", "timestamp,value"})
    void next_givenNoData_hasNoRows(String text) throws IOException {
        assertThat(read(text)).isEqualTo(new SeriesQuality(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void next_givenOneColumn_readsValuesWithoutTimestamps() throws IOException {
        read("value\n2.5\n3.5\n");

        assertThat(rows).containsExactly(new Row("null", 2.5), new Row("null", 3.5));
    }

    @Test
    void next_givenMissingValues_keepsTheirIndexAndCountsThem() throws IOException {
        SeriesQuality quality = read("1,\n2,NaN\n3,null\n4,NA\n5,inf\n6,-Infinity\n7,1e999\n8,\"\"\n9,7\n");

        assertThat(quality.missing()).isEqualTo(8);
        assertThat(quality.malformed()).isZero();
        assertThat(rows.get(8)).isEqualTo(new Row("9", 7));
        assertThat(rows.subList(0, 8)).allMatch(row -> Double.isNaN(row.value()));
    }

    @Test
    void next_givenUnreadableValues_countsThemAndNamesTheFirstLine() throws IOException {
        SeriesQuality quality = read("timestamp,value\n1,2\n\n2,2.5.1\n3,0x10\n4,1d\n5,abc\n6,3\n");

        assertThat(quality.malformed()).isEqualTo(4);
        assertThat(quality.firstMalformedLine()).isEqualTo(4);
        assertThat(quality.values()).isEqualTo(2);
        assertThat(rows.get(5)).isEqualTo(new Row("6", 3));
    }

    @Test
    void quality_givenDuplicatesBackwardStepsAndGaps_countsEach() throws IOException {
        SeriesQuality quality = read("10,1\n20,1\n20,1\n30,1\n25,1\n40,1\n50,1\n500,1\n510,1\n");

        assertThat(quality.duplicateTimestamps()).isEqualTo(1);
        assertThat(quality.backwardTimestamps()).isEqualTo(1);
        assertThat(quality.gaps()).isEqualTo(1);
        assertThat(quality.values()).isEqualTo(9);
    }

    @Test
    void quality_givenMoreStepsThanAreLearnt_countsEarlyAndLateGaps() throws IOException {
        StringBuilder text = new StringBuilder();
        long time = 1_600_000_000L;
        for (int row = 0; row < 3000; row++) {
            time += row == 5 || row == 2500 ? 100 : 10;
            text.append(time).append(",1\n");
        }

        assertThat(read(text.toString()).gaps()).isEqualTo(2);
    }

    @Test
    void quality_givenTimestampsOfNoKnownForm_countsThemAndKeepsTheValues() throws IOException {
        SeriesQuality quality = read("1990 Q1,1\n1990 Q2,2\n,3\n");

        assertThat(quality.unreadableTimestamps()).isEqualTo(3);
        assertThat(quality.values()).isEqualTo(3);
        assertThat(rows.get(1)).isEqualTo(new Row("1990 Q2", 2));
    }

    @Test
    void next_givenALineLongerThanTheLimit_countsItAsOneMalformedRow() throws IOException {
        SeriesQuality quality = read("1,1\n" + "7".repeat(3_000_000) + ",2\n3,3\n");

        assertThat(quality.malformed()).isEqualTo(1);
        assertThat(quality.firstMalformedLine()).isEqualTo(2);
        assertThat(rows).hasSize(3);
        assertThat(rows.get(2)).isEqualTo(new Row("3", 3));
    }

    @Test
    void next_givenValuesOfEveryLength_readsWhatDoubleParseDoubleReads() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        List<Row> expected = new ArrayList<>();
        for (int row = 0; row < 40_000; row++) {
            double value = row % 3 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : row % 3 == 1 ? random.nextGaussian() : random.nextInt(2000) / 16.0;
            if (!Double.isFinite(value)) {
                value = row;
            }
            expected.add(new Row(Integer.toString(row), value));
            text.append(row).append(',').append(value).append(row % 2 == 0 ? "\n" : "\r\n");
        }

        read(text.toString());
        assertThat(rows).isEqualTo(expected);
        read(new Trickle(text.toString().getBytes(StandardCharsets.UTF_8), new Random(6)));
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void next_givenGarbage_neverThrowsAndCountsEveryRow() throws IOException {
        byte[] alphabet = "0123456789.,;\t\"\r\n -+eENTaZ:\uFEFF\u00e9\0".getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] bytes = new byte[random.nextInt(2000)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextInt(20) == 0
                        ? (byte) random.nextInt(256)
                        : alphabet[random.nextInt(alphabet.length)];
            }
            SeriesQuality whole = read(new ByteArrayInputStream(bytes));
            List<Row> wholeRows = List.copyOf(rows);

            assertThat(read(new Trickle(bytes, random))).as("seed %d", seed).isEqualTo(whole);
            assertThat(rows).as("seed %d", seed).isEqualTo(wholeRows);
        }
    }

    /** Gives a few bytes at a time. */
    private static final class Trickle extends InputStream {

        private final ByteArrayInputStream all;
        private final Random random;

        Trickle(byte[] bytes, Random random) {
            this.all = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return all.read(into, offset, Math.min(length, 1 + random.nextInt(37)));
        }
    }
}
