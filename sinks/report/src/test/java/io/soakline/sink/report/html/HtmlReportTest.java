package io.soakline.sink.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.sink.report.AuditScene;
import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SummaryJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtmlReportTest {

    private static final List<String> SECTIONS = List.of(
            "advice",
            "compared",
            "conditions",
            "latency",
            "distributions",
            "spread",
            "agreement",
            "differences",
            "flips",
            "accuracy",
            "on-time",
            "repeatability",
            "hardware",
            "lineage",
            "alerts",
            "ledger",
            "limits",
            "terms");

    private static Document parsed(ReportData data) {
        return Jsoup.parse(HtmlReport.render(data));
    }

    private static List<ReportData> scenes() {
        return List.of(AuditScene.empty(), AuditScene.oneRun(), AuditScene.audit(), AuditScene.onGpu());
    }

    @Test
    void render_givenAnyScene_hasEverySectionWithSomethingInIt() {
        for (ReportData scene : scenes()) {
            Document page = parsed(scene);
            assertThat(page.select("main > section").eachAttr("id")).isEqualTo(SECTIONS);
            for (Element section : page.select("main > section")) {
                assertThat(section.children().size()).as(section.id()).isGreaterThan(1);
                assertThat(section.text())
                        .as(section.id())
                        .hasSizeGreaterThan(section.select("h2").text().length());
            }
            assertThat(page.select("nav a").eachAttr("href"))
                    .isEqualTo(SECTIONS.stream().map(id -> "#" + id).toList());
        }
    }

    @Test
    void render_givenAnyScene_asksForNothingFromOutside() {
        for (ReportData scene : scenes()) {
            Document page = parsed(scene);
            assertThat(page.select("script, iframe, object, embed, img, base, form"))
                    .isEmpty();
            assertThat(page.select("[src], [srcset], [action]")).isEmpty();
            assertThat(page.select("[href]").eachAttr("href"))
                    .allSatisfy(href -> assertThat(href).matches("#.*|data:,|data:application/json;base64,.*"));
            assertThat(page.select("style").html()).doesNotContain("url(", "@import");
            assertThat(page.select("meta[http-equiv=Content-Security-Policy]").attr("content"))
                    .contains("default-src 'none'");
        }
    }

    @Test
    void render_givenAnyScene_showsNoNullNorNan() {
        for (ReportData scene : scenes()) {
            assertThat(parsed(scene).body().text()).doesNotContain("null", "Infinity");
            assertThat(parsed(scene).select("td, svg text").eachText()).noneMatch(cell -> cell.contains("NaN"));
        }
    }

    @Test
    void render_givenSameData_givesSameBytes() {
        assertThat(HtmlReport.render(AuditScene.audit())).isEqualTo(HtmlReport.render(AuditScene.audit()));
    }

    @Test
    void render_givenAnyScene_namesEveryDrawingAndLabelsEveryTable() {
        for (ReportData scene : scenes()) {
            Document page = parsed(scene);
            assertThat(page.select("svg[role=img]"))
                    .allSatisfy(svg -> assertThat(svg.attr("aria-label")).isNotBlank());
            assertThat(page.select("table")).allSatisfy(table -> {
                assertThat(table.select("caption").text()).isNotBlank();
                int columns = table.select("thead th").size();
                assertThat(table.select("tbody tr:not(.group)"))
                        .allSatisfy(row -> assertThat(row.children()).hasSize(columns));
            });
        }
    }

    @Test
    void render_givenAudit_answersTheThreeQuestions() {
        Document page = parsed(AuditScene.audit());

        assertThat(page.select(".card").eachText())
                .satisfiesExactly(
                        predictable -> assertThat(predictable)
                                .startsWith("Predictable? ✔ YES 20 of 20 runs are steady.")
                                .contains("n = 180,000 inferences"),
                        reproducible -> assertThat(reproducible)
                                .startsWith("Reproducible? ✘ NO The same bit for bit: call to call, process restart.")
                                .contains("61 of 64 inputs differ, up to 1 label changed"),
                        onTime -> assertThat(onTime)
                                .startsWith("Correct and on time? 9")
                                .contains("with 95 % confidence"));
    }

    @Test
    void heatMaps_givenAudit_haveANumberInEachCellAndTheSameAsATable() {
        Document page = parsed(AuditScene.audit());

        assertThat(page.select("#agreement svg.heat")).hasSize(2);
        Element bitwise = page.select("#agreement svg.heat").get(0);
        assertThat(bitwise.select("rect")).hasSize(100);
        assertThat(bitwise.select("rect > title").eachText())
                .contains("autotvm build 1 and autotvm build 2: 4.7 %", "tvm build 1 and tvm build 3: 100 %");
        Element table = page.select("#agreement details table").get(0);
        assertThat(table.select("tbody tr")).hasSize(10);
        assertThat(table.select("tbody tr").get(3).text()).startsWith("autotvm build 1 1.6 1.6 1.6 100 4.7 4.7 1.6");
    }

    @Test
    void groups_givenAudit_areThoseThatTellMoreThanThatCallsRepeat() {
        Element groups = parsed(AuditScene.audit())
                .select("#agreement > .scroll:last-of-type table")
                .get(0);

        assertThat(groups.select("tbody th").eachText())
                .containsExactlyInAnyOrder(
                        "autoscheduler on host-1", "autotvm on host-1", "onnxruntime on host-1", "tvm on host-1");
        assertThat(groups.text()).contains("autotvm on host-1 rebuild 6 64 3.13 % 41.0 %[38.0 %, 45.0 %] 2.90 0.968 1");
    }

    @Test
    void distributions_givenAudit_areDrawnForEveryRun() {
        Document page = parsed(AuditScene.audit());

        assertThat(page.select("#distributions path"))
                .hasSize(20)
                .allSatisfy(path -> assertThat(path.attr("d")).matches("M[0-9. LZ]+"));
        assertThat(page.select("#distributions text.name").eachText()).contains("autoscheduler build 3 run 2");
        assertThat(page.select("#spread circle")).hasSize(20);
    }

    @Test
    void differences_givenAudit_areToldByCompilerAndByBuild() {
        Document page = parsed(AuditScene.audit());

        assertThat(page.select("#differences > .scroll tbody tr").eachText())
                .hasSize(8)
                .anySatisfy(row -> assertThat(row).startsWith("autotvm, rebuild other schedules 12 4.69 %"));
        assertThat(page.select("#differences details tbody tr")).hasSize(42);
    }

    @Test
    void differences_givenTwoModels_areNotPooled() {
        Element table = parsed(AuditScene.twoModels())
                .select("#differences > .scroll table")
                .get(0);
        int column = table.select("thead th").eachText().indexOf("Max abs");

        assertThat(table.select("tbody tr.group").eachText()).containsExactly("classifier.onnx", "detector.onnx");
        assertThat(table.select("tbody tr:not(.group)"))
                .extracting(row -> row.child(column).text())
                .containsExactly("5.00e-07", "0.250");
    }

    @Test
    void differences_givenOutputsNotHeldWhole_areThoseOfTheProbesAndSaidSo() {
        Element differences =
                Objects.requireNonNull(parsed(AuditScene.largeOutputs()).selectFirst("#differences"));

        assertThat(differences.select("tbody tr").text()).contains("≤ 3.50e-07 on probes", "≤ 12 on probes");
        assertThat(differences.text()).contains("compared element by element on the probe inputs alone");
    }

    @Test
    void differences_givenOtherBytesOfTheSameMeaning_sayWhose() {
        Element differences =
                Objects.requireNonNull(parsed(AuditScene.largeOutputs()).selectFirst("#differences"));

        assertThat(differences.select("li").eachText())
                .containsExactly("onnxruntime gives −0 where others give +0 on 2 inputs.");
    }

    @Test
    void flips_givenAudit_areListedByInput() {
        assertThat(parsed(AuditScene.audit()).select("#flips tbody tr").eachText())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("input 17")
                .contains("autotvm build 1 and autotvm build 3 autoscheduler and autotvm; ");
    }

    @Test
    void lineage_givenAudit_tellsSchedulesAndBytesApart() {
        String lineage = parsed(AuditScene.audit()).select("#lineage").text();

        assertThat(lineage).contains("same bytes against tvm build 1", "other schedules against autotvm build 1");
    }

    @Test
    void hardware_givenNoEnergySensor_saysNotOffered() {
        Element hardware = parsed(AuditScene.audit()).select("#hardware").get(0);

        assertThat(hardware.text()).contains("not offered", "temperature celsius");
        assertThat(hardware.select("details tbody tr"))
                .as("runs that take turns share the device's samples, counters are no gauges")
                .hasSize(1);
        assertThat(hardware.select("details tbody tr td").get(2).text()).isEqualTo("60");
    }

    @Test
    void conditions_givenRunsThatDiffer_areThoseOfTheWorstWithItsEvidence() {
        Element conditions = parsed(AuditScene.onGpu()).select("#conditions").get(0);

        assertThat(conditions.select("> .scroll thead th").eachText())
                .containsExactly("Engine", "Runs", "clock", "host neighbours");
        assertThat(conditions.select("> .scroll tbody tr").eachText())
                .containsExactly("cls-tensorrt 2 ✘ broken1 of 2 runs ? not known1 of 2 runs", "cls-tvm 1 – –");
        assertThat(conditions.select("details[open] tbody tr").eachText())
                .containsExactly(
                        "clock ✘ broken 1.80 to 1.98 GHz tensorrt run 1",
                        "host neighbours ? not known steal time is not measured tensorrt run 1");
        assertThat(conditions.select("details:not([open]) tbody tr").eachText())
                .containsExactly(
                        "clock ✔ kept 1.80 to 1.98 GHz tensorrt run 2",
                        "host neighbours ✔ kept steal time is not measured tensorrt run 2");
    }

    @Test
    void phases_givenDeviceTimes_tellWhereTheLatencyGoes() {
        Element latency = parsed(AuditScene.onGpu()).select("#latency").get(0);

        assertThat(latency.select("table").get(1).select("tbody tr").eachText())
                .containsExactly("tensorrt run 1 1.00 msp99 1.09 ms, 12.5 % 400 µsp99 800 µs, 87.5 %");
    }

    @Test
    void energy_givenSensors_isToldGrossAndNetOfIdle() {
        Element hardware = parsed(AuditScene.onGpu()).select("#hardware").get(0);

        assertThat(hardware.select("table").get(1).select("tbody tr").eachText())
                .containsExactly("tensorrt run 1 turns 65.0 mJ 21.0 mJ 75.4 W"
                        + "over 12 s, 2 min 10 s before the end ▲ 8.00 %");
        assertThat(hardware.select("li").eachText())
                .containsExactly("Energy counter and power sensor differ by 8 %. Of: tensorrt run 1.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style><script>alert(1)</script>",
                "</title></svg><iframe src=//evil>",
                "javascript:alert(1)",
                "&lt;b&gt; \u202Egnp.exe"
            })
    void render_givenHostileNames_keepsThemText(String name) {
        Document page = parsed(AuditScene.hostile(name));

        assertThat(page.select("script, iframe, img, object, embed")).isEmpty();
        assertThat(page.getAllElements())
                .allSatisfy(element -> assertThat(element.attributes().asList())
                        .noneMatch(attribute -> attribute.getKey().startsWith("on")));
        assertThat(page.select("a[href]").eachAttr("href")).noneMatch(href -> href.startsWith("javascript"));
        assertThat(page.select("#lineage b").get(0).text())
                .isEqualTo(name.replace('\u202E', '\uFFFD').replaceAll("\\s+", " "));
        assertThat(page.select("main > section").eachAttr("id")).isEqualTo(SECTIONS);
    }

    @Test
    void render_givenSummary_carriesItAsJson() throws IOException {
        ReportData data = AuditScene.audit();

        String href = parsed(data).select("a[download]").attr("href");

        String json =
                new String(Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1)), StandardCharsets.UTF_8);
        assertThat(new ObjectMapper().readTree(json).get("version").asInt()).isEqualTo(1);
        assertThat(SummaryJson.read(json)).isEqualTo(data.summary());
    }

    @Test
    void render_givenDocumentOfTheFirstDays_stillTellsWhatItHolds() throws IOException {
        Document page = parsed(ReportData.of(SummaryJson.read("""
                {"version":1,"verdict":"STEADY","runs":[{"run":"a","device":"d","model":"m","engine":"e","compiler":"c",
                "inferences":5,"latencyNanos":{"p99":7},"cv":null,"deadlineMisses":null,"repeatability":{"inputs":1},
                "verdict":{"state":"STEADY","reason":"r"}}],"agreements":[{"a":"e","b":"f","factor":"compiler",
                "inputs":64,"bitwiseRate":0.5,"top1Rate":1.0,"maxAbs":null,"runA":"a","runB":"b"}],"alerts":[],
                "ledger":{"received":5,"decoded":5,"paned":5},"store":null,"notes":[]}""")));

        assertThat(page.select("#latency tbody tr").text()).startsWith("c ✔ STEADY 5");
        assertThat(page.select("#differences tbody tr")).hasSize(1);
    }

    @Test
    void write_givenEachScene_leavesOneFileOfModestSize() throws IOException {
        // Kept where a person can open them.
        Path scenes = Files.createDirectories(Path.of("target", "scenes"));
        Map<String, ReportData> all = Map.of(
                "empty", AuditScene.empty(),
                "one-run", AuditScene.oneRun(),
                "audit", AuditScene.audit(),
                "on-gpu", AuditScene.onGpu(),
                "hostile", AuditScene.hostile("<script>alert(\"x\")</script> & long name"));
        for (Map.Entry<String, ReportData> scene : all.entrySet()) {
            Path file = scenes.resolve(scene.getKey() + ".html");
            HtmlReport.write(scene.getValue(), file);
            assertThat(Files.size(file)).as(scene.getKey()).isLessThan(1_500_000);
        }
        try (var files = Files.list(scenes)) {
            assertThat(files).hasSize(all.size());
        }
    }
}
