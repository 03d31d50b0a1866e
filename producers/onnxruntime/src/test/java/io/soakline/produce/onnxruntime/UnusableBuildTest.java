package io.soakline.produce.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own: ONNX Runtime loads its libraries once. */
class UnusableBuildTest {

    @Test
    void librariesThatCannotBeLoadedAreToldWithWhatTheLoaderSaid(@TempDir Path folder) throws Exception {
        for (String library : new String[] {"onnxruntime", "onnxruntime4j_jni"}) {
            Files.writeString(folder.resolve(System.mapLibraryName(library)), "not a library");
        }
        ProcessBuilder start = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Opening.class.getName());
        start.environment().put(NativeBuild.FOLDER_VARIABLE, folder.toString());
        Process process = start.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said.lines().filter(line -> line.startsWith("ONNX Runtime") || line.equals("opened")))
                .hasSize(2)
                .allSatisfy(
                        line -> assertThat(line)
                                .startsWith("ONNX Runtime's libraries in " + folder + " cannot be used (")
                                .endsWith(
                                        "; name libraries built with --build_java for this system, of the version of ONNX Runtime's jar"))
                .first()
                .asString()
                .contains(System.mapLibraryName("onnxruntime") + ": ");
    }

    /** Asks twice: the second time the class is known to be broken, and says so with another error. */
    static final class Opening {
        public static void main(String[] none) {
            for (int time = 0; time < 2; time++) {
                try {
                    OnnxSession.environment();
                    System.out.println("opened");
                } catch (EngineException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }
}
