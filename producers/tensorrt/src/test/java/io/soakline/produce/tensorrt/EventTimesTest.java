package io.soakline.produce.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.DeviceTimes;
import io.soakline.produce.tensorrt.door.Execution;
import io.soakline.produce.tensorrt.door.TensorRt;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTimesTest {

    private final RecordedTensorRt tensorRt = new RecordedTensorRt();

    private Execution open() {
        return tensorRt.open(Path.of("."), (name, declared) -> List.of(), TensorRt.RunSettings.PLAIN);
    }

    @Test
    void read_givenPhases_tellsThemInNanoseconds() throws Exception {
        DeviceTimes times = new EventTimes(open());
        times.read();
        assertThat(times.deviceNanos()).isEqualTo(8_000);
        assertThat(times.copyInNanos()).isEqualTo(1_000);
        assertThat(times.copyOutNanos()).isEqualTo(2_000);
    }

    @Test
    void read_givenGraph_knowsTheWholeOnly() throws Exception {
        tensorRt.phases = new Execution.Phases(Double.NaN, Double.NaN, Double.NaN, 7_000.4);
        DeviceTimes times = new EventTimes(open());
        times.read();
        assertThat(times.deviceNanos()).isEqualTo(7_000);
        assertThat(times.copyInNanos()).isEqualTo(DeviceTimes.NOT_KNOWN);
        assertThat(times.copyOutNanos()).isEqualTo(DeviceTimes.NOT_KNOWN);
    }
}
