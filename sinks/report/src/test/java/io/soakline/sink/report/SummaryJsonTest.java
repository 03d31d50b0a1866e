package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.record.AlertState;
import io.soakline.record.ValidityState;
import io.soakline.record.VerdictState;
import io.soakline.record.WindowStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryJsonTest {

    @TempDir
    private Path folder;

    private static SoakSummary summary() {
        SummaryBuilder builder = new SummaryBuilder(Set.of());
        builder.accept(SoakRecords.run("tvm", "tvm", SoakRecords.completed(500)));
        WindowStats window = SoakRecords.window("tvm", "run", 6, 500, VerdictState.INSUFFICIENT);
        window.setValidity(SoakRecords.validity(ValidityState.KEPT, ValidityState.KEPT));
        window.setEnergy(SoakRecords.energy());
        window.setPhases(SoakRecords.phases());
        builder.accept(window);
        builder.accept(SoakRecords.pane("tvm", 0, 500, 0, 0, 0));
        builder.accept(SoakRecords.run("autotvm", "autotvm", null));
        builder.accept(SoakRecords.agreement("tvm", "autotvm", 1, 0.25));
        builder.accept(SoakRecords.alert("k", "tvm", AlertState.FIRING, SoakRecords.START));
        return builder.build(new SoakSummary.Store("questdb", 12));
    }

    @Test
    void write_givenSummary_hasTheDocumentsFieldsInItsOrder() {
        String json = SummaryJson.write(summary()).replaceAll("\\s", "");

        assertThat(json)
                .startsWith("{\"version\":1,\"verdict\":\"INSUFFICIENT\",\"runs\":[")
                .contains("{\"run\":\"tvm\",\"device\":\"host-1\",\"model\":\"cls.onnx\",\"engine\":\"cls-tvm\","
                        + "\"compiler\":\"tvm\",\"inferences\":500,\"latencyNanos\":{\"min\":1250000,\"p50\":1400001,"
                        + "\"p90\":1500000,\"p99\":1800000,\"p999\":null,\"max\":3900000,\"mean\":1420000},\"cv\":0.041,"
                        + "\"deadlineMisses\":null,\"repeatability\":{\"inputs\":64,\"bitwiseRate\":1.0,"
                        + "\"distinctOutputs\":64,\"mismatchRateUpper95\":0.001},\"top1Accuracy\":0.984375,"
                        + "\"energyJoulesPerInference\":null,\"verdict\":{\"state\":\"INSUFFICIENT\","
                        + "\"reason\":\"becauseof500\"},\"predictability\":{\"latency\":[{\"p\":0.99,\"nanos\":1800000.0,"
                        + "\"lowNanos\":1790000.0,\"highNanos\":1810000.0,\"needed\":1000}],")
                .contains(
                        "\"referencePanes\":null},\"build\":null,\"engineId\":\"e-tvm\",\"configurationDigest\":\"c\","
                                + "\"scheduleDigest\":null,\"artefactDigest\":\"a\",\"configuration\":{},\"conditions\":{")
                .contains(
                        "\"validity\":{\"state\":\"kept\",\"reason\":\"\",\"checks\":[{\"factor\":\"clock\",\"state\":\"kept\","
                                + "\"value\":0.09,\"low\":null,\"high\":null,\"limit\":0.05,\"evidence\":")
                .contains("\"energy\":{\"method\":\"turns\",\"reason\":\"\",\"grossJoulesPerInference\":0.065,"
                        + "\"netJoulesPerInference\":0.021,\"netLow\":null,")
                .contains(
                        "\"phases\":[{\"phase\":\"device\",\"inferences\":2000,\"meanNanos\":1010000.0,"
                                + "\"p50Nanos\":1000000.0,\"p99Nanos\":1090000.0,\"maxNanos\":1200000,\"varianceShare\":0.125},")
                .contains(
                        "\"agreements\":[{\"a\":\"cls-tvm\",\"b\":\"cls-autotvm\",\"factor\":\"compiler\",\"inputs\":64,"
                                + "\"bitwiseRate\":0.25,\"top1Rate\":1.0,\"maxAbs\":4.2E-7,\"runA\":\"tvm\",\"runB\":\"autotvm\","
                                + "\"scope\":\"pair\",\"level\":\"L5\",\"groupKey\":null,\"members\":[],")
                .contains("\"alerts\":[{\"kind\":\"engine-crashed\",\"subject\":\"cls-tvm\",\"state\":\"firing\","
                        + "\"since\":\"2023-11-14T22:13:20Z\",\"size\":null,")
                .contains(
                        "\"ledger\":{\"produced\":null,\"received\":500,\"malformed\":0,\"decoded\":500,\"paned\":500,"
                                + "\"late\":0,\"duplicate\":0,\"lost\":0},\"store\":{\"kind\":\"questdb\",\"points\":12}");
    }

    @Test
    void read_givenWhatWasWritten_isTheSame() throws IOException {
        assertThat(SummaryJson.read(SummaryJson.write(summary()))).isEqualTo(summary());
    }

    @Test
    void read_givenDocumentOfTheFirstDays_hasNothingOfWhatCameLater() throws IOException {
        SoakSummary old = SummaryJson.read("""
                {"version":1,"verdict":"STEADY","runs":[{"run":"a","device":"d","model":"m","engine":"e","compiler":"c",
                "inferences":5,"latencyNanos":{"p99":7},"cv":null,"deadlineMisses":null,"repeatability":{"inputs":1},
                "verdict":{"state":"STEADY","reason":"r"}}],"agreements":[],"alerts":[{"kind":"k","subject":"s",
                "state":"firing","since":"2023-11-14T22:13:20Z","size":null}],"ledger":{"received":5,"decoded":5,
                "paned":5},"store":null,"notes":[]}""");

        assertThat(old.runs().get(0).predictability()).isNull();
        assertThat(old.runs().get(0).validity()).isNull();
        assertThat(old.runs().get(0).phases()).isEmpty();
        assertThat(old.alerts().get(0).causes()).isEmpty();
        assertThat(old.merged()).isEmpty();
        assertThat(old.variance()).isEmpty();
        assertThat(SummaryTable.render(old, false)).contains("firing k, s, since 2023-11-14T22:13:20Z");
    }

    @Test
    void write_givenFile_leavesNothingElseInTheFolder() throws IOException {
        SummaryJson.write(summary(), folder.resolve("out.json"));

        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("out.json"));
        }
        assertThat(SummaryJson.read(Files.readString(folder.resolve("out.json"))))
                .isEqualTo(summary());
    }

    @Test
    void write_givenMissingFolder_namesTheFile() {
        Path file = folder.resolve("nowhere").resolve("out.json");

        assertThatThrownBy(() -> SummaryJson.write(summary(), file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot write the summary to " + file);
    }
}
