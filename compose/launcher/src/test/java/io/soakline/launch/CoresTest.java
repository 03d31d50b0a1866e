package io.soakline.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoresTest {

    @Test
    void allowed_givenRangesAndSingles_listsEveryCore() {
        assertThat(Cores.allowed(List.of("Name:\tjava", "Cpus_allowed:\tff", "Cpus_allowed_list:\t0-2,5,7-8")))
                .containsExactly(0, 1, 2, 5, 7, 8);
    }

    @Test
    void allowed_givenNoSuchLine_isEmpty() {
        assertThat(Cores.allowed(List.of("Name:\tjava"))).isEmpty();
    }

    @Test
    void prefixes_givenNothingKeptApart_areEmpty() {
        Cores cores = new Cores(-1, List.of(), List.of(0), "one core");
        assertThat(cores.offEnginePrefix()).isEmpty();
        assertThat(cores.describe()).isEqualTo("no core kept for the engine: one core");
    }

    @Test
    void prefixes_givenCoreKeptApart_nameTheOthers() {
        Cores cores = new Cores(3, List.of(0, 1, 2), List.of(0, 1, 2, 3), "");
        assertThat(cores.offEnginePrefix()).containsExactly("taskset", "-c", "0,1,2");
        assertThat(cores.everywherePrefix()).containsExactly("taskset", "-c", "0,1,2,3");
    }
}
