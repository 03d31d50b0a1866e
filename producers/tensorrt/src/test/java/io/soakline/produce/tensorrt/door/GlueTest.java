package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whether the presets' native glue holds every function that is called here: what it lacks would fail on a machine with a GPU
 * only. Holds for whichever version of the presets the build has.
 */
class GlueTest {

    private static byte[] glue(String preset, String library) throws Exception {
        String resource = "/org/bytedeco/" + preset + "/" + Loader.getPlatform() + "/libjni" + library + ".so";
        try (InputStream stream = GlueTest.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(stream, resource).readAllBytes();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "tensorrt.door.CudaLibrary, 20, cuda, cudart",
        "tensorrt.door.Cuda, 20, cuda, cudart",
        "tensorrt.door.DeviceCode, 8, cuda, nvrtc",
        "nvml.NvmlLibrary, 15, cuda, nvml",
        "tensorrt.door.NativePlan, 15, tensorrt, nvinfer",
        "tensorrt.door.NativeTensorRt, 15, tensorrt, nvinfer",
    })
    void glue_holdsEveryFunctionCalled(String type, int least, String preset, String library) throws Exception {
        Set<NativeCalls.Call> calls = NativeCalls.of("io.soakline.produce." + type);
        calls.removeIf(call -> call.simple().startsWith("Java_org_bytedeco_javacpp_"));
        assertThat(calls).hasSizeGreaterThanOrEqualTo(least);

        String symbols = new String(glue(preset, library), StandardCharsets.ISO_8859_1);
        String parser =
                library.equals("nvinfer") ? new String(glue(preset, "nvonnxparser"), StandardCharsets.ISO_8859_1) : "";
        String runtime = new String(glue("cuda", "cudart"), StandardCharsets.ISO_8859_1);
        assertThat(calls)
                .allSatisfy(call -> assertThat(List.of(symbols, parser, runtime))
                        .as(call.full())
                        .anyMatch(all -> isExported(all, call)));
    }

    /** Only an overloaded method's name has its parameters. */
    private static boolean isExported(String symbols, NativeCalls.Call call) {
        return symbols.contains("\0" + call.full() + "\0") || symbols.contains("\0" + call.simple() + "\0");
    }

    @Test
    void isExported_givenOtherParameters_isFalse() {
        String symbols = "\0Java_a_b__I\0Java_a_c\0";
        assertThat(isExported(symbols, new NativeCalls.Call("Java_a_b", "Java_a_b__I")))
                .isTrue();
        assertThat(isExported(symbols, new NativeCalls.Call("Java_a_b", "Java_a_b__J")))
                .isFalse();
        assertThat(isExported(symbols, new NativeCalls.Call("Java_a_c", "Java_a_c__J")))
                .isTrue();
        assertThat(isExported(symbols, new NativeCalls.Call("Java_a", "Java_a__J")))
                .isFalse();
    }
}
