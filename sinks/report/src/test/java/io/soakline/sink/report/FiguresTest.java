package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1.00 µs",
        "873400, 873 µs",
        "999499, 999 µs",
        "999500, 1.00 ms",
        "1423000, 1.42 ms",
        "14230000, 14.2 ms",
        "999999999, 1.00 s",
        "61000000000, 61.0 s"
    })
    void duration_givenNanos_hasThreeDigitsAndTheUnitThatSuits(long nanos, String text) {
        assertThat(Figures.duration(nanos)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1.0, 100 %", "0.99999999, >99.9 %", "0.984375, 98.4 %", "0.041, 4.10 %", "0, 0.00 %"})
    void percent_givenShare_saysHundredOnlyForAll(double share, String text) {
        assertThat(Figures.percent(share)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2.1, 2.10 J",
        "0.065, 65.0 mJ",
        "0.9995, 1.00 J",
        "0.0000042, 4.20 µJ",
        "0, 0.00 µJ",
        "-0.0021, -2.10 mJ"
    })
    void joules_givenFigure_hasThreeDigitsAndTheUnitThatSuits(double joules, String text) {
        assertThat(Figures.joules(joules)).isEqualTo(text);
    }

    @Test
    void shortened_givenLongName_keepsBothEnds() {
        assertThat(Figures.shortened("abcdefghij", 7)).isEqualTo("abc…hij");
        assertThat(Figures.shortened("abcdefg", 7)).isEqualTo("abcdefg");
    }

    @Test
    void wrap_givenLongText_indentsBelowTheLead() {
        assertThat(Figures.wrap("L: ", "one two three", 8)).containsExactly("L: one", "   two", "   three");
    }

    @Test
    void wrap_givenFigureWithUnit_doesNotPartThem() {
        assertThat(Figures.wrap("", "was 84.2 % in", 8)).containsExactly("was", "84.2 %", "in");
        assertThat(Figures.wrap("", "all 4 minutes", 6)).containsExactly("all 4", "minutes");
    }
}
