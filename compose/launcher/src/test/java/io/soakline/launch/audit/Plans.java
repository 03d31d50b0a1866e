package io.soakline.launch.audit;

import io.soakline.launch.ModelFiles;
import io.soakline.launch.OutputOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Plans to test with. */
final class Plans {

    private Plans() {}

    static AuditPlan of(Path model, List<String> compilers, String reference, int builds, int rounds) {
        return new AuditPlan(
                new ModelFiles(model, null, null, null, Map.of("input-shape", "1x3x8x8")),
                compilers,
                reference,
                builds,
                rounds,
                Duration.ofSeconds(20),
                Duration.ofMillis(500),
                "closed",
                "spin",
                null,
                Map.of("autotvm", Map.of("trials", "4")),
                OutputOrder.DEFAULT_PROBES,
                "bench");
    }
}
