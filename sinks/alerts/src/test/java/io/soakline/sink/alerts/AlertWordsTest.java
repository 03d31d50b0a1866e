package io.soakline.sink.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.record.Alert;
import io.soakline.record.AlertState;
import io.soakline.record.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertWordsTest {

    @ParameterizedTest
    @CsvSource({
        "tvm, orin-04, tvm on orin-04",
        "autotvm, vm, autotvm on vm",
        "tvm on vm, vm, tvm on vm",
        "orin-04, orin-04, orin-04",
        "rack(1)/orin-04: fan, orin-04, rack(1)/orin-04: fan",
    })
    void title_namesTheDeviceOnce(String subject, String device, String expected) {
        Alert alert = Samples.alert("k", AlertState.FIRING, Severity.WARNING, 7);
        alert.setKind("drift");
        alert.setSubject(subject);
        alert.setDeviceId(device);
        assertThat(AlertWords.title(alert)).isEqualTo("drift: " + expected);
    }
}
