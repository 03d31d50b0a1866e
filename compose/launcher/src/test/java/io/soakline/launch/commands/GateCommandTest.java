package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateCommandTest {

    @TempDir
    Path folder;

    private String summary(String state) throws Exception {
        return Files.writeString(folder.resolve("out.json"), """
                        {"version":1,"verdict":"%s","runs":[{"run":"a","device":"d","model":"m.onnx","engine":"cls-tvm",
                        "compiler":"tvm","inferences":50000,"latencyNanos":{"p50":1400000,"p99":1800000,"p999":2400000,
                        "max":3900000},"cv":0.04,"deadlineMisses":null,"repeatability":{"inputs":64,"bitwiseRate":1.0,
                        "distinctOutputs":64,"mismatchRateUpper95":0.0001},"top1Accuracy":0.98,
                        "verdict":{"state":"%s","reason":"because"}}],"agreements":[],"alerts":[],
                        "ledger":{"produced":50000,"received":50000,"malformed":0,"decoded":50000,"paned":50000,"late":0,
                        "duplicate":0,"lost":0},"store":null,"notes":[]}""".formatted(state, state))
                .toString();
    }

    private String policy(String text) throws Exception {
        return Files.writeString(folder.resolve("policy.yaml"), text).toString();
    }

    @Test
    void gate_givenSteadySummary_isOpen() throws Exception {
        Invocation run = Invocation.of("gate", "--summary", summary("STEADY"));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("passed      no run is broken: 1 run")
                .contains("passed      nothing is lost: 0 of 50,000 received inferences lost, the sums close")
                .endsWith("the gate is open\n");
    }

    @Test
    void gate_givenRuleThatIsBroken_isClosedAndSaysByWhat() throws Exception {
        String policy = policy("gate:\n  p99-max: 1ms\n  bitwise-rate-min: 1\n  joules-per-inference-max: 1\n");
        Invocation run = Invocation.of("gate", "--summary", summary("STEADY"), "--policy", policy);

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out())
                .contains("failed      p99 latency at most 1.00 ms: cls-tvm 1.80 ms, n 50,000")
                .contains("passed      bitwise repeatable at least 100 %: cls-tvm 100 %")
                .contains("not judged  energy per inference")
                .endsWith("THE GATE IS CLOSED\n");
    }

    @Test
    void gate_givenFailOn_closesOnlyForThat() throws Exception {
        String drifted = summary("DRIFTED");

        assertThat(Invocation.of("gate", "--summary", drifted).exit()).isEqualTo(1);
        assertThat(Invocation.of("gate", "--summary", drifted, "--fail-on", "broken,lost")
                        .exit())
                .isZero();
        assertThat(Invocation.of("gate", "--summary", drifted, "--fail-on", "never")
                        .exit())
                .isZero();
        Invocation typo = Invocation.of("gate", "--summary", drifted, "--fail-on", "brocken");
        assertThat(typo.exit()).isEqualTo(2);
        assertThat(typo.err()).contains("--fail-on does not know \"brocken\"; did you mean broken?");
    }

    @Test
    void json_holdsEveryCheckWithItsFigures() throws Exception {
        Invocation run = Invocation.of(
                "gate", "--json", "--summary", summary("STEADY"), "--policy", policy("gate: {p99-max: 2ms}"));

        JsonNode result = new ObjectMapper().readTree(run.out());
        assertThat(result.get("passed").asBoolean()).isTrue();
        JsonNode last = result.get("checks").get(result.get("checks").size() - 1);
        assertThat(last.get("outcome").asText()).isEqualTo("passed");
        assertThat(last.get("measured").asDouble()).isEqualTo(1_800_000);
        assertThat(last.get("limit").asDouble()).isEqualTo(2_000_000);
        assertThat(last.get("engine").asText()).isEqualTo("cls-tvm");
    }

    @Test
    void gate_givenBadPolicy_saysLineAndKeyAndExitsWithTwo() throws Exception {
        String policy = policy("gate:\n  p99-mx: 1ms\n");
        Invocation run = Invocation.of("gate", "--summary", summary("STEADY"), "--policy", policy);

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("soakline: " + policy + ":2: unknown key \"gate.p99-mx\"; did you mean gate.p99-max?\n");
    }

    @Test
    void gate_givenNothingToJudge_saysWhatToGive() {
        Invocation run = Invocation.of("gate");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("what is to be judged? give --summary FILE, or --kafka HOST:PORT");
    }

    @Test
    void gate_givenFileThatIsNoSummary_exitsWithThree() throws Exception {
        Path file = Files.writeString(folder.resolve("x.json"), "[1, 2");

        assertThat(Invocation.of("gate", "--summary", file.toString()))
                .satisfies(run -> assertThat(run.exit()).isEqualTo(3))
                .satisfies(run -> assertThat(run.err())
                        .startsWith("soakline: " + file + " is no summary (")
                        .hasLineCount(1));
        assertThat(Invocation.of(
                                "gate", "--summary", folder.resolve("none.json").toString())
                        .err())
                .contains("there is no summary");
        Files.writeString(file, "{}");
        assertThat(Invocation.of("gate", "--summary", file.toString()).exit()).isEqualTo(3);
    }

    @Test
    void printPolicy_printsOneThatCanBeUsed() throws Exception {
        Invocation printed = Invocation.of("gate", "--print-policy");

        assertThat(printed.exit()).isZero();
        assertThat(Invocation.of("gate", "--print-policy", "--policy", policy(printed.out()))
                        .out())
                .isEqualTo(printed.out());
    }
}
