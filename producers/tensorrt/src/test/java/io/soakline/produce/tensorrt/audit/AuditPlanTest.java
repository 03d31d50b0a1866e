package io.soakline.produce.tensorrt.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.tensorrt.TensorRtBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditPlanTest {

    private static final Path CACHE = Path.of("timing.cache");

    @Test
    void plain_rebuildsEachPrecision() {
        assertThat(AuditPlan.plain(2))
                .extracting(variant -> variant.suffix() + "/" + variant.number())
                .containsExactly("fp32/1", "fp32/2", "fp16/1", "fp16/2");
    }

    @Test
    void cached_endsWithABuildThatMayTimeNothing() {
        List<AuditPlan.Variant> cached = AuditPlan.cached(CACHE);
        assertThat(cached).extracting(AuditPlan.Variant::number).containsExactly(1, 2, 3, 1);
        assertThat(cached).allSatisfy(v -> assertThat(v.options()).containsEntry("timing-cache", "timing.cache"));
        assertThat(cached.get(3).options()).containsEntry("error-on-cache-miss", "true");
    }

    /** A wrong word would show only after hours on a GPU. */
    @Test
    void options_areThoseOfTheBuilder() {
        List<AuditPlan.Variant> all = new ArrayList<>(AuditPlan.plain(1));
        all.addAll(AuditPlan.otherWays());
        all.addAll(AuditPlan.cached(CACHE));
        all.add(AuditPlan.large());
        List<String> known = new TensorRtBuilder()
                .options("tensorrt").stream().map(BuildOption::key).toList();
        assertThat(all)
                .extracting(AuditPlan.Variant::options)
                .allSatisfy(options -> assertThat(known).containsAll(options.keySet()));
        assertThat(all.stream().map(AuditPlan.Variant::suffix).distinct()).hasSize(8);
        assertThat(AuditPlan.large().options()).containsAllEntriesOf(Map.of("digest", "device", "copy-out", "false"));
    }
}
