package io.soakline.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    private static final long INSTANT_NANOS = 1_700_000_000_123_000_000L;

    private static long parse(String text) {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        return new Timestamps().parse(bytes, 1, bytes.length - 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1700000000.123",
                "1700000000123",
                "1700000000123000",
                "1700000000123000000",
                "2023-11-14T22:13:20.123Z",
                "2023-11-14 22:13:20.123",
                "2023-11-14T22:13:20,123+00:00",
                "2023-11-15T00:13:20.123+02:00",
                "2023-11-14T17:13:20.123-0500",
                "2023-11-14T20:13:20.123-02"
            })
    void parse_givenOneInstantInAnyForm_isThatInstant(String text) {
        assertThat(parse(text)).isCloseTo(INSTANT_NANOS, org.assertj.core.data.Offset.offset(200L));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "7,7000000000", "0.5,500000000", "-3,-3000000000", "1990,1990000000000"})
    void parse_givenAPlainIndex_countsAStepAsASecond(String text, long nanos) {
        assertThat(parse(text)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "NaN",
                "1990 Q1",
                "2020-13-01",
                "2020-00-10",
                "2020-01-32",
                "2020-01-01T",
                "2020-01-01T25:00",
                "2020-01-01T10:61",
                "2020-01-01T10:00:00X",
                "2020-01-01T10:00+5",
                "2020-1-1-1",
                "12a"
            })
    void parse_givenAnythingElse_isUnreadable(String text) {
        assertThat(parse(text)).isEqualTo(Timestamps.UNREADABLE);
    }

    @Test
    void parse_givenRandomDates_agreesWithJavaTime() {
        Random random = new Random(9);
        for (int k = 0; k < 5000; k++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextInt(180_000) - 90_000);
            Instant start = date.atStartOfDay(ZoneOffset.UTC).toInstant();
            assertThat(parse(date.toString())).isEqualTo(start.getEpochSecond() * 1_000_000_000L);
            Instant instant = start.plusSeconds(random.nextInt(86_400)).plusNanos(random.nextInt(1_000_000_000));
            assertThat(parse(instant.toString()))
                    .as(instant.toString())
                    .isEqualTo(instant.getEpochSecond() * 1_000_000_000L + instant.getNano());
        }
    }

    @Test
    void parse_givenNumbersTooLargeOrYearsTooFar_staysInRange() {
        assertThat(parse("9999999999999999999")).isGreaterThan(0);
        assertThat(parse("9999-12-31")).isGreaterThan(parse("2200-01-01"));
        assertThat(parse("0001-01-01")).isLessThan(parse("1700-01-01")).isNotEqualTo(Timestamps.UNREADABLE);
    }
}
