package io.soakline.produce.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.output.DistinctOutputs.Found;
import org.junit.jupiter.api.Test;

class DistinctOutputsTest {

    /** An output whose bytes are canonical as they came. */
    private static Found add(DistinctOutputs outputs, int input, long high, long low) {
        return outputs.add(input, high, low, high, low);
    }

    @Test
    void add_givenSameOutputAgain_knowsIt() {
        DistinctOutputs outputs = new DistinctOutputs(8);
        assertThat(add(outputs, 0, 1, 2)).isEqualTo(Found.NEW);
        assertThat(add(outputs, 0, 1, 2)).isEqualTo(Found.KNOWN);
    }

    @Test
    void add_givenSameDigestForOtherInput_isNew() {
        DistinctOutputs outputs = new DistinctOutputs(8);
        assertThat(add(outputs, 0, 1, 2)).isEqualTo(Found.NEW);
        assertThat(add(outputs, 1, 1, 2)).isEqualTo(Found.NEW);
        assertThat(add(outputs, 1, 9, 2)).isEqualTo(Found.NEW);
    }

    @Test
    void add_givenMoreThanTheLimit_saysSoAndStillKnowsTheOthers() {
        DistinctOutputs outputs = new DistinctOutputs(1024);
        for (int i = 0; i < 1024; i++) {
            assertThat(add(outputs, i % 64, i, i * 31L)).isEqualTo(Found.NEW);
        }
        assertThat(add(outputs, 0, -1, -1)).isEqualTo(Found.BEYOND_LIMIT);
        for (int i = 0; i < 1024; i++) {
            assertThat(add(outputs, i % 64, i, i * 31L)).isEqualTo(Found.KNOWN);
        }
    }

    @Test
    void add_givenLimitZero_remembersNothing() {
        assertThat(add(new DistinctOutputs(0), 0, 0, 0)).isEqualTo(Found.BEYOND_LIMIT);
    }

    @Test
    void add_givenOtherRawFormsOfAnOutput_findsEachOnceUpToTheBound() {
        DistinctOutputs outputs = new DistinctOutputs(1);
        for (int form = 0; form < DistinctOutputs.RAW_FORMS; form++) {
            assertThat(outputs.add(0, 1, 2, 7, form)).isEqualTo(Found.NEW);
        }
        for (int form = 0; form < DistinctOutputs.RAW_FORMS + 3; form++) {
            assertThat(outputs.add(0, 1, 2, 7, form)).isEqualTo(Found.KNOWN);
        }
        assertThat(outputs.add(0, 1, 3, 7, 0)).isEqualTo(Found.BEYOND_LIMIT);
    }

    @Test
    void add_givenManyRawFormsOfOneOutput_leavesRoomForTheOthers() {
        DistinctOutputs outputs = new DistinctOutputs(1024);
        for (int form = 0; form < 10_000; form++) {
            outputs.add(0, 1, 2, form, form);
        }
        for (int i = 1; i < 1024; i++) {
            assertThat(add(outputs, i, 1, 2)).isEqualTo(Found.NEW);
        }
    }
}
