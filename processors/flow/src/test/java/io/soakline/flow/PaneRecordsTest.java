package io.soakline.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.PaneClose;
import io.soakline.record.PaneRecord;
import io.soakline.statistics.Loss;
import io.soakline.statistics.Pane;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaneRecordsTest {

    private final RunIdentity identity = RunIdentity.of(TestRecords.run("run-1", "device-1", "tvm"));
    private final RecordCodec<PaneRecord> codec = RecordCodec.of(PaneRecord.class);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500})
    void toSummary_givenRecordFromBytes_makesTheSameRecordAgain(int inferences) throws MalformedRecordException {
        PaneRecord record = PaneRecords.toRecord(identity, pane(inferences).summary(), PaneClose.IDLE);
        PaneRecord read = codec.decode(codec.encode(record));
        PaneRecord again = PaneRecords.toRecord(identity, PaneRecords.toSummary(read), PaneClose.IDLE);
        assertThat(codec.encode(again)).isEqualTo(codec.encode(record));
    }

    @Test
    void toRecord_givenMeasuredInferences_tellsTheirOrderGapsAndThrottling() {
        PaneRecord record = PaneRecords.toRecord(identity, pane(500).summary(), PaneClose.IDLE);
        assertThat(record.getResponseMinNanos()).isNotNull();
        assertThat(record.getSuccession().getPairs()).isEqualTo(496);
        assertThat(record.getMissPattern().getLength()).isEqualTo(497);
        assertThat(record.getMissPattern().getLongestRun()).isPositive();
        assertThat(record.getIdleGaps()).isNotEmpty();
        assertThat(record.getThrottledSketch().remaining()).isPositive();
        assertThat(record.getPhases()).hasSize(5).allMatch(phase -> phase.getInferences() > 100);
        assertThat(record.getSlowest()).allMatch(slow -> slow.getGapNanos() != 0);
    }

    @Test
    void toSummary_givenUnknownSketchFormat_isRefused() {
        PaneRecord record = PaneRecords.toRecord(identity, pane(5).summary(), PaneClose.IDLE);
        record.setSketchFormat("ddsketch/0.01/cubic/1");
        assertThatThrownBy(() -> PaneRecords.toSummary(record)).hasMessageContaining("ddsketch/0.01/cubic/1");
    }

    private static Pane pane(int inferences) {
        SplittableRandom random = new SplittableRandom(inferences);
        Pane pane = Pane.emptyWithIdleGaps(20, 30, 100L);
        for (int i = 0; i < inferences; i++) {
            if (i < 3) {
                pane.acceptWarmUp(i, i, 9);
            } else {
                pane.accept(i, i, random.nextInt(20), random.nextInt(200), i % 5, random.nextInt(3), i % 2, i % 4);
                if (i % 3 != 0) {
                    pane.acceptDeviceTime(i % 220, i % 3, i % 5 - 1);
                }
                pane.mark(i % 7 == 0, i % 11 == 0, i % 13 == 0);
            }
        }
        pane.acceptDevice("powerMilliwatts", "board", false, 21, 3.5);
        pane.acceptLoss(new Loss(inferences, 1, 2, 3));
        return pane;
    }
}
