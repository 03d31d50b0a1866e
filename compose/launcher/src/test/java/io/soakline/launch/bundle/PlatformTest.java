package io.soakline.launch.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries as they lie in the libraries' jars. */
class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "linux/amd64/libzstd-jni-1.5.7-17.so, true, false",
        "linux/aarch64/libzstd-jni-1.5.7-17.so, false, true",
        "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so, true, false",
        "org/xerial/snappy/native/Linux/android-aarch64/libsnappyjava.so, false, false",
        "net/jpountz/util/linux/aarch64/liblz4-java.so, false, true",
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so, true, false",
        "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so, false, true",
        "ai/onnxruntime/native/win-x64/onnxruntime.dll, false, false",
        "ai/onnxruntime/native/osx-aarch64/libonnxruntime.dylib.dSYM/Contents/Info.plist, false, false",
        "org/bytedeco/cuda/linux-arm64/libjninvml.so, false, true",
        "org/bytedeco/openblas/linux-x86_64/libopenblas.so.0, true, false",
        "org/xerial/snappy/native/AIX/ppc64/libsnappyjava.a, false, false",
        "freebsd/amd64/libzstd-jni-1.5.7-17.so, false, false",
        "linux/i386/libzstd-jni-1.5.7-17.so, false, false"
    })
    void uses_givenNativeCode_takesThePlatformsOwn(String entry, boolean x86, boolean arm) {
        assertThat(Platform.LINUX_X86_64.uses(entry)).isEqualTo(x86);
        assertThat(Platform.LINUX_ARM64.uses(entry)).isEqualTo(arm);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "META-INF/MANIFEST.MF",
                "org/apache/kafka/common/utils/Utils.class",
                "org/xerial/snappy/native/SnappyNative.class",
                "META-INF/services/io.soakline.produce.engine.EngineProvider"
            })
    void uses_givenAnythingElse_takesItEverywhere(String entry) {
        assertThat(Platform.values())
                .allSatisfy(platform -> assertThat(platform.uses(entry)).isTrue());
    }
}
