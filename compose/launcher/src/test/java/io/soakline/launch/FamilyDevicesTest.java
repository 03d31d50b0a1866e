package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks real processes; their class path is that of this test, or nothing. */
class FamilyDevicesTest {

    private static final EngineFamily FAMILY = EngineFamily.TENSORRT;

    @TempDir
    Path folder;

    private Home home(String classPath) throws Exception {
        Path target = Files.createDirectories(folder.resolve(FAMILY.module()).resolve("target"));
        Files.writeString(target.resolve("soakline-producer-0.jar"), "");
        Files.writeString(target.resolve("runtime.classpath"), classPath);
        return new Home(folder);
    }

    @Test
    void ask_givenProducer_tellsWhatItFoundAndWhatItCanCompileWith() throws Exception {
        JsonNode devices = FamilyDevices.ask(home(System.getProperty("java.class.path")), FAMILY);

        assertThat(devices.path("devices"))
                .extracting(device -> device.path("name").asText())
                .contains("jetson");
        assertThat(devices.path("compilers"))
                .extracting(compiler -> compiler.path("compiler").asText())
                .contains("synthetic");
    }

    @Test
    void ask_givenProcessThatSaysNothing_saysHowItEnded() throws Exception {
        Home empty = home(folder.resolve("nothing.jar").toString());

        assertThatThrownBy(() -> FamilyDevices.ask(empty, FAMILY))
                .isInstanceOf(LaunchException.class)
                .hasMessage("the producers/tensorrt process ended with status 1 and named no devices");
    }

    @Test
    void ask_givenModuleThatIsNotBuilt_saysHowToBuildIt() {
        assertThatThrownBy(() -> FamilyDevices.ask(new Home(folder), FAMILY))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("producers/tensorrt is not built")
                .hasMessageContaining("./mvnw");
    }
}
