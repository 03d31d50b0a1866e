package io.soakline.sink.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, PT0.25S",
        "0, 1, PT0.5S",
        "1, 1, PT1S",
        "3, 0.5, PT3S",
        "6, 1, PT32S",
        "7, 1, PT60S",
        "7, 0, PT30S",
        "9223372036854775807, 1, PT60S",
    })
    void wait_doublesUpToTheLongestAndIsAtLeastHalf(long repetition, double jitter, Duration expected) {
        assertThat(Backoff.wait(repetition, jitter)).isEqualTo(expected);
    }
}
