package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class DisturbanceTest {

    private final Disturbance.Converter converter = new Disturbance.Converter();

    @ParameterizedTest
    @CsvSource({"cpu@30s,30,60", "cpu@30s+90s,30,90", "cpu@2m+1.5m,120,90"})
    void convert_readsStartAndLength(String text, long after, long length) {
        assertThat(converter.convert(text))
                .isEqualTo(new Disturbance("cpu", Duration.ofSeconds(after), Duration.ofSeconds(length)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "gpu@30s", "cpu@", "cpu@30", "cpu@30s+", "cpu@30s+0s", "cpu@30s+5"})
    void convert_givenAnythingElse_saysWhatThereIs(String text) {
        assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
    }

    @Test
    void running_startsWhenDueAndEndsWhenDue_onceEach() throws Exception {
        Cores nobodys = new Cores(-1, List.of(), List.of(), "tests share the cores");
        Disturbance disturbance = new Disturbance("cpu", Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (Disturbance.Running running = new Disturbance.Running(disturbance, nobodys)) {
            assertThat(running.startWhenDue(Duration.ofMillis(999))).isFalse();
            assertThat(running.endWhenDue(Duration.ofSeconds(3)))
                    .as("it never began")
                    .isFalse();
            assertThat(running.startWhenDue(Duration.ofSeconds(1))).isTrue();
            assertThat(running.startWhenDue(Duration.ofSeconds(1))).isFalse();
            assertThat(running.endWhenDue(Duration.ofMillis(2_999))).isFalse();
            assertThat(running.endWhenDue(Duration.ofSeconds(3))).isTrue();
            assertThat(running.endWhenDue(Duration.ofSeconds(4))).isFalse();
            assertThat(running.startWhenDue(Duration.ofSeconds(4))).isFalse();
        }
    }
}
