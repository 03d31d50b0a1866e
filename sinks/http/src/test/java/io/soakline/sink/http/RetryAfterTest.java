package io.soakline.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-10-21T07:28:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3|PT3S",
                "1.5|PT1.5S",
                "0|PT0S",
                "-7|PT0S",
                "999999|PT5M",
                "1e300|PT5M",
                "Wed, 21 Oct 2026 07:28:30 GMT|PT30S",
                "Wed, 21 Oct 2026 07:27:00 GMT|PT0S",
                "Thu, 22 Oct 2026 07:28:00 GMT|PT5M",
            })
    void parse_givesAWaitWithinBounds(String header, Duration expected) {
        assertThat(RetryAfter.parse(header, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "NaN", "Wed, 99 Oct 2026 07:28:30 GMT"})
    void parse_ofAnythingElse_isNull(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isNull();
    }

    @Test
    void parse_ofNoHeader_isNull() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
