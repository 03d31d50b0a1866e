package io.soakline.launch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.flow.policy.AlertKind;
import io.soakline.flow.policy.ValidityPolicy;
import io.soakline.record.Severity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {

    private static Policy parse(String text) throws PolicyException {
        return PolicyFile.parse(text, "p.yaml");
    }

    @Test
    void parse_givenThePrintedDefaults_givesTheDefaults() throws PolicyException {
        assertThat(parse(PolicyText.of(Policy.DEFAULT))).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void parse_givenNothing_givesTheDefaults() throws PolicyException {
        assertThat(parse("")).isEqualTo(Policy.DEFAULT);
        assertThat(parse("# only a comment\n")).isEqualTo(Policy.DEFAULT);
        assertThat(parse("version: 1\ndrift:\n")).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void parse_givenEveryKind_takesEach() throws PolicyException {
        Policy policy = parse("""
                version: 1
                deadline: 10ms
                verdict: {minimum-inferences: 5000}
                drift:
                  alarms-per-stream-week: 0.5
                  alarms-per-fleet-week: 2
                  minimum-ratio: 1.05
                  reference-panes: 60
                  periodic: {on: false}
                  tail: {severity: critical, resolve: 5m}
                alerts:
                  group-within: 1m
                  power-budget: {limit: 15000, pending: 20s}
                  throttling: {limit: none}
                validity:
                  clock-spread-max: 0.02
                  throttled-share-max: none
                  gpu-alone: false
                  sync: spin  block
                  everything-known: true
                gate:
                  p99-max: 12ms
                  p99.9-max: 20ms
                  p99-over-p50-max: 1.5
                  miss-rate-max: 1e-4
                  bitwise-rate-min: 1
                  top1-accuracy-min: 0.98
                  joules-per-inference-max: 0.05
                """);

        assertThat(policy.deadline()).isEqualTo(Duration.ofMillis(10));
        assertThat(policy.flow().verdict().minimumInferences()).isEqualTo(5_000);
        assertThat(policy.flow().drift().alarmsPerStreamWeek()).isEqualTo(0.5);
        assertThat(policy.flow().drift().alarmsPerFleetWeek()).isEqualTo(2);
        assertThat(policy.flow().drift().minimumRatio()).isEqualTo(1.05);
        assertThat(policy.flow().drift().referencePanes()).isEqualTo(60);
        assertThat(policy.flow().drift().periodic().on()).isFalse();
        assertThat(policy.flow().drift().tail().severity()).isEqualTo(Severity.CRITICAL);
        assertThat(policy.flow().drift().tail().resolveAfter()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.flow().groupWithin()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.flow().rule(AlertKind.POWER_BUDGET).limit()).isEqualTo(15_000.0);
        assertThat(policy.flow().rule(AlertKind.POWER_BUDGET).pendingFor()).isEqualTo(Duration.ofSeconds(20));
        assertThat(policy.flow().rule(AlertKind.THROTTLING).limit()).isNull();
        assertThat(policy.flow().validity())
                .isEqualTo(new ValidityPolicy(0.02, null, 1.0, false, 20.0, true, Set.of("spin", "block"), true));
        assertThat(policy.gate().p99MaximumNanos()).isEqualTo(12_000_000L);
        assertThat(policy.gate().deadlineNanos()).isEqualTo(10_000_000L);
        assertThat(policy.gate().missRateMaximum()).isEqualTo(1e-4);
        assertThat(parse(PolicyText.of(policy))).isEqualTo(policy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dedline: 10ms|p.yaml:1: unknown key \"dedline\"; did you mean deadline?",
                "gate:\\n  p99-mx: 1ms|p.yaml:2: unknown key \"gate.p99-mx\"; did you mean gate.p99-max?",
                "gate:\\n  wattage: 1|p.yaml:2: unknown key \"gate.wattage\"; there are p99-max, p99.9-max,",
                "deadline: 10|p.yaml:1: deadline is \"10\"; it takes a number and ns, us, ms, s, m, h or d or none, such as 10s",
                "deadline: 0ms|p.yaml:1: deadline is \"0ms\"; it takes a duration above zero",
                "version: 2|p.yaml:1: version is \"2\"; it takes a whole number from 1 to 1",
                "drift:\\n  reference-panes: 3|p.yaml:2: drift.reference-panes is \"3\"; it takes a whole number from 12",
                "drift:\\n  alarms-per-stream-week: 0|p.yaml:2: drift.alarms-per-stream-week is \"0\"; it takes a number above 0 to 1000",
                "drift:\\n  minimum-ratio: NaN|p.yaml:2: drift.minimum-ratio is \"NaN\"; it takes a number from 1 on",
                "drift: [1, 2]|p.yaml:1: drift has keys of its own below it",
                "deadline: {a: 1}|p.yaml:1: deadline takes one value, not a list and no keys below it",
                "drift:\\n  level: {on: yes}|p.yaml:2: drift.level.on is \"yes\"; it takes true or false",
                "validity:\\n  sync: Spin|p.yaml:2: validity.sync is \"Spin\"; it takes words in small letters with spaces",
                "validity:\\n  core-taken-max: 101|p.yaml:2: validity.core-taken-max is \"101\"; it takes a number from 0 to 100 or none",
                "alerts:\\n  throttling: {severity: loud}|p.yaml:2: alerts.throttling.severity is \"loud\"; it takes one of info, warning, critical",
                "gate:\\n  miss-rate-max: 2|p.yaml:2: gate.miss-rate-max is \"2\"; it takes a number from 0 to 1 or none",
                "gate:\\n  p99-max: 2ms\\n  p99.9-max: 1ms|p.yaml:2: gate.p99.9-max is shorter than gate.p99-max",
                "version: 1\\nversion: 1|p.yaml:2: \"version\" stands on line 1 already",
                "a: &x 1\\nb: *x|p.yaml:2: anchors and aliases are not taken",
                "deadline: !!str 10ms|p.yaml:1: tags like",
                "version: 1\\n---\\nversion: 1|p.yaml:3: a policy is one document",
                "just text|p.yaml:1: a policy is made of lines like",
                "gate: {p99-max: 1ms|p.yaml:1: this is no YAML"
            })
    void parse_givenMistake_saysWhereWhatAndWhatIsExpected(String text, String message) {
        assertThatThrownBy(() -> parse(text.replace("\\n", "\n")))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith(message)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSize(1));
    }

    @Test
    void read_givenNoFileOrNoText_saysSo(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("policy.yaml");
        assertThatThrownBy(() -> PolicyFile.read(missing))
                .hasMessageContaining("cannot read the policy " + missing)
                .hasMessageContaining("--print-policy");
        Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xC3, 0x28, 0, 1});
        assertThatThrownBy(() -> PolicyFile.read(binary)).hasMessageContaining("is no UTF-8 text");
    }

    @Test
    void parse_givenAnythingAtAll_isAPolicyOrOneLineWithTheFilesName() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        String whole = PolicyText.of(Policy.DEFAULT);
        int refused = 0;
        for (int i = 0; i < 4_000; i++) {
            String text = mutated(whole, random);
            try {
                parse(text);
            } catch (PolicyException e) {
                refused++;
                assertThat(e.getMessage())
                        .as("seed %d, round %d:%n%s", seed, i, text)
                        .startsWith("p.yaml");
                assertThat(String.valueOf(e.getMessage()).lines())
                        .as("seed %d, round %d", seed, i)
                        .hasSize(1);
            }
        }
        assertThat(refused).isBetween(1_000, 3_999);
    }

    private static String mutated(String whole, Random random) {
        String odd = "{}[]:,&*!|>'\"%@`#-?\t\n\u0000\u0085\u2028é😀0.";
        StringBuilder text = new StringBuilder(whole);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.setCharAt(at, odd.charAt(random.nextInt(odd.length())));
                case 1 -> text.insert(at, odd.charAt(random.nextInt(odd.length())));
                case 2 -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(200))));
                default -> text.setLength(Math.max(1, at));
            }
        }
        return text.toString();
    }

    @Test
    void parse_givenHugeOrDeepFile_refusesIt() {
        assertThatThrownBy(() -> parse("# ".repeat(YamlFile.MOST_CHARACTERS))).hasMessageContaining("characters long");
        assertThatThrownBy(() -> parse("{a: ".repeat(5_000)))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("p.yaml:1:");
    }
}
