package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class HumanDurationTest {

    @ParameterizedTest
    @CsvSource({
        "60s,60000000000",
        "10ms,10000000",
        "2h,7200000000000",
        "1.5m,90000000000",
        "7us,7000",
        "3ns,3",
        "1d,86400000000000"
    })
    void parse_givenUnit_isExact(String text, long nanos) {
        assertThat(HumanDuration.parse(text)).isEqualTo(Duration.ofNanos(nanos));
    }

    @Test
    void parse_givenBareNumber_suggestsTheUnit() {
        assertThatThrownBy(() -> HumanDuration.parse("60"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("did you mean 60s?");
    }

    @ParameterizedTest
    @CsvSource({"12,12 s", "200,3 min 20 s", "7500,2 h 5 min"})
    void format_usesTwoUnitsAtMost(long seconds, String expected) {
        assertThat(HumanDuration.format(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }
}
