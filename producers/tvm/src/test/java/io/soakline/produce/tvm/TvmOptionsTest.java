package io.soakline.produce.tvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TvmOptionsTest {

    @Test
    void parse_givenNothing_takesDefaultsAndTheHostsTarget() throws Exception {
        TvmOptions options = TvmOptions.parse(TvmCompiler.AUTOTVM, Map.of(), "llvm -mcpu=host");

        assertThat(options.target()).isEqualTo("llvm -mcpu=host");
        assertThat(options.records()).isNull();
        assertThat(options.configuration(TvmCompiler.AUTOTVM, null))
                .containsOnlyKeys("opt-level", "trials", "seed", "tuner")
                .containsEntry("opt-level", "3");
    }

    @Test
    void configuration_givenSearch_namesWhatShapesIt() throws Exception {
        TvmOptions options = TvmOptions.parse(TvmCompiler.METASCHEDULE, Map.of("tune-top", "12"), HostCpu.TARGET_V3);

        assertThat(options.configuration(TvmCompiler.METASCHEDULE, null))
                .containsOnlyKeys("opt-level", "trials", "seed", "tune-top", "strategy")
                .containsEntry("tune-top", "12")
                .containsEntry("strategy", "evolutionary");
    }

    @Test
    void configuration_givenRecords_namesThemAndNoSearch(@TempDir Path folder) throws Exception {
        Path records = Files.createFile(folder.resolve("best.jsonl"));
        TvmOptions options = TvmOptions.parse(
                TvmCompiler.AUTOTVM, Map.of("records", records.toString(), "seed", "5"), HostCpu.TARGET_V3);

        assertThat(options.configuration(TvmCompiler.AUTOTVM, "d1"))
                .containsOnlyKeys("opt-level", "records")
                .containsEntry("records", "d1");
    }

    @Test
    void parse_givenCudaTarget_namesTheHostsTargetInTheConfiguration() throws Exception {
        TvmOptions options =
                TvmOptions.parse(TvmCompiler.TVM, Map.of("target", "cuda -arch=sm_90 -libs=cudnn"), HostCpu.TARGET_V3);

        assertThat(options.target()).isEqualTo("cuda -arch=sm_90 -libs=cudnn");
        assertThat(options.configuration(TvmCompiler.TVM, null))
                .containsOnlyKeys("opt-level", "host-target")
                .containsEntry("host-target", HostCpu.TARGET_V3);
        assertThat(TvmOptions.parse(TvmCompiler.TVM, Map.of(), HostCpu.TARGET_V3)
                        .hostTarget())
                .isNull();
    }

    @Test
    void parse_givenShapesByName_keepsColonsInNames() throws Exception {
        TvmOptions options =
                TvmOptions.parse(TvmCompiler.TVM, Map.of("input-shape", "x:0:1x3,mask:7"), HostCpu.TARGET_V3);

        assertThat(options.inputShapes()).containsEntry("x:0", List.of(1L, 3L)).containsEntry("mask", List.of(7L));
        assertThat(options.configuration(TvmCompiler.TVM, null)).containsEntry("input-shape", "mask:7,x:0:1x3");
    }

    @ParameterizedTest
    @CsvSource({
        "tvm, trials, 4, compiler tvm has no option trials",
        "autotvm, trials, none, 'option trials is \"none\", expected a whole number from 1 to 1000000'",
        "autotvm, trials, 0, 'option trials is \"0\"'",
        "autotvm, tuner, xgb, 'option tuner is \"xgb\", expected ga, random or gridsearch'",
        "metaschedule, strategy, greedy, 'option strategy is \"greedy\", expected evolutionary or replay-trace'",
        "autotvm, strategy, replay-trace, compiler autotvm has no option strategy",
        "autoscheduler, tune-top, -1, 'option tune-top is \"-1\", expected a whole number from 0 to 1000000'",
        "tvm, tune-top, 3, compiler tvm has no option tune-top",
        "autoscheduler, tuner, ga, compiler autoscheduler has no option tuner",
        "tvm, opt-level, 4, 'option opt-level is \"4\", expected a whole number from 0 to 3'",
        "tvm, input-shape, 1x?x3, 'option input-shape is \"1x?x3\", expected sizes as in 1x3x48x192'",
        "tvm, input-shape, 1x-3, 'option input-shape is \"1x-3\"'",
        "tvm, target, cuda, 'option target is \"cuda\", which does not say for which GPU; add its compute capability'",
        "tvm, target, cuda -arch=90, 'option target is \"cuda -arch=90\", which does not say'",
        "tvm, target, nvidia/nvidia-h100, 'option target is \"nvidia/nvidia-h100\": TVM''s names of boards'",
        "metaschedule, target, cuda -arch=sm_90, 'metaschedule builds for processors only'",
        "autotvm, records, /no/such/file, cannot read tuning records /no/such/file",
    })
    void parse_givenWrongOption_saysWhatIsExpected(String compiler, String key, String value, String message) {
        assertThatThrownBy(() -> TvmOptions.parse(TvmCompiler.of(compiler), Map.of(key, value), HostCpu.TARGET_V3))
                .isInstanceOf(EngineException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void defaultTarget_givenFlags_needsAllOfV3() {
        String flags = "flags\t\t: fpu sse avx avx2 bmi1 bmi2 f16c fma movbe\nflags : none\n";

        assertThat(HostCpu.defaultTarget("processor : 0\n" + flags)).isEqualTo(HostCpu.TARGET_V3);
        assertThat(HostCpu.defaultTarget(flags.replace(" fma", ""))).isEqualTo(HostCpu.TARGET_GENERIC);
        assertThat(HostCpu.defaultTarget("")).isEqualTo(HostCpu.TARGET_GENERIC);
    }
}
