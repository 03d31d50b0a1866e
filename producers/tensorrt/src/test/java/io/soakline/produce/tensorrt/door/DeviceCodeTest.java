package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.soakline.produce.engine.EngineException;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

class DeviceCodeTest {

    @Test
    void source_givenNoSuchResource_saysSo() {
        assertThatThrownBy(() -> DeviceCode.source("none.cu"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("without none.cu");
    }

    /** NVRTC compiles without a device; where it is not installed, only the resource is looked at. */
    @Test
    void compile_givenTheDigest_makesMachineCodeForHopper() throws Exception {
        String source = DeviceCode.source("xxh3.cu");
        assertThat(source).contains("void blockSums(", "void chain(");
        String missing = NativeLibraries.ofHost().missingForNvrtc();
        assumeTrue(missing.isEmpty(), missing);
        NativeLibraries.ofHost().loadNvrtc();
        try (BytePointer binary = DeviceCode.compile(source, "xxh3.cu", "90")) {
            assertThat(binary.capacity()).isGreaterThan(1000);
            assertThat(binary.getString()).startsWith("\u007fELF");
        }
        assertThatThrownBy(() -> DeviceCode.compile("nonsense", "broken.cu", "90"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("broken.cu")
                .hasMessageContaining("error");
    }
}
