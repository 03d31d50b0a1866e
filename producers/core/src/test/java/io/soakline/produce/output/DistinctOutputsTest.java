package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.output.DistinctOutputs.Found;
import org.junit.jupiter.api.Test;

class DistinctOutputsTest {

    @Test
    void add_givenSameOutputAgain_knowsIt() {
        DistinctOutputs outputs = new DistinctOutputs(8);
        assertThat(outputs.add(0, 1, 2)).isEqualTo(Found.NEW);
        assertThat(outputs.add(0, 1, 2)).isEqualTo(Found.KNOWN);
    }

    @Test
    void add_givenSameDigestForOtherInput_isNew() {
        DistinctOutputs outputs = new DistinctOutputs(8);
        assertThat(outputs.add(0, 1, 2)).isEqualTo(Found.NEW);
        assertThat(outputs.add(1, 1, 2)).isEqualTo(Found.NEW);
        assertThat(outputs.add(1, 9, 2)).isEqualTo(Found.NEW);
    }

    @Test
    void add_givenMoreThanTheLimit_saysSoAndStillKnowsTheOthers() {
        DistinctOutputs outputs = new DistinctOutputs(1024);
        for (int i = 0; i < 1024; i++) {
            assertThat(outputs.add(i % 64, i, i * 31L)).isEqualTo(Found.NEW);
        }
        assertThat(outputs.add(0, -1, -1)).isEqualTo(Found.BEYOND_LIMIT);
        for (int i = 0; i < 1024; i++) {
            assertThat(outputs.add(i % 64, i, i * 31L)).isEqualTo(Found.KNOWN);
        }
    }

    @Test
    void add_givenLimitZero_remembersNothing() {
        assertThat(new DistinctOutputs(0).add(0, 0, 0)).isEqualTo(Found.BEYOND_LIMIT);
    }
}
