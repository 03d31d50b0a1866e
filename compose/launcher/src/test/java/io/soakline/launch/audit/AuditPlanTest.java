package io.soakline.launch.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.launch.EngineBuild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditPlanTest {

    @TempDir
    Path folder;

    private Path model = Path.of("");

    @BeforeEach
    void model() throws Exception {
        model = Files.writeString(folder.resolve("net.onnx"), "weights");
    }

    private static List<String> names(AuditPlan plan) {
        return plan.orders().stream().map(EngineBuild.Order::engine).toList();
    }

    @Test
    void orders_givenReferenceBesideTheCompilers_buildsItOnceAndFirst() {
        AuditPlan plan = Plans.of(model, List.of("tvm", "autotvm"), "onnxruntime", 2, 1);

        assertThat(names(plan)).containsExactly("onnxruntime", "tvm-1", "autotvm-1", "tvm-2", "autotvm-2");
        assertThat(plan.referenceEngine()).isEqualTo("onnxruntime");
        assertThat(plan.orders().get(4))
                .isEqualTo(new EngineBuild.Order(
                        "autotvm-2", "autotvm", model, Map.of("input-shape", "1x3x8x8", "trials", "4"), 2));
    }

    @Test
    void orders_givenReferenceAmongTheCompilers_comparesWithItsFirstBuild() {
        AuditPlan plan = Plans.of(model, List.of("tvm", "onnxruntime"), "onnxruntime", 2, 1);

        assertThat(names(plan)).containsExactly("onnxruntime-1", "tvm-1", "tvm-2", "onnxruntime-2");
        assertThat(plan.referenceEngine()).isEqualTo("onnxruntime-1");
    }

    @Test
    void orders_givenOneBuildAndACompilerTwice_namesEnginesByCompiler() {
        assertThat(names(Plans.of(model, List.of("tvm", "tvm"), "tvm", 1, 1))).containsExactly("tvm");
    }

    @Test
    void description_tellsPlansApartByContentAndNotByPath() throws Exception {
        AuditPlan plan = Plans.of(model, List.of("tvm"), "onnxruntime", 2, 1);
        Path copy = Files.writeString(folder.resolve("net-2.onnx"), "weights");
        Path other = Files.writeString(folder.resolve("other.onnx"), "other weights");

        assertThat(Plans.of(copy, List.of("tvm"), "onnxruntime", 2, 1).description())
                .isEqualTo(plan.description());
        assertThat(Plans.of(other, List.of("tvm"), "onnxruntime", 2, 1).description())
                .isNotEqualTo(plan.description());
        assertThat(Plans.of(model, List.of("tvm"), "onnxruntime", 3, 1).description())
                .isNotEqualTo(plan.description());
        assertThat(plan.folderName()).matches("net-[0-9a-f]{12}");
    }
}
