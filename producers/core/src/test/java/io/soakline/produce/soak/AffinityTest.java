package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class AffinityTest {

    /** On a thread of its own: the binding stays. */
    private static Affinity.Result bind(String cores) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(() -> Affinity.bindCurrentThread(cores)).get();
        } finally {
            thread.shutdown();
        }
    }

    @Test
    void bind_givenAllowedCore_isGrantedAndReadBack() throws Exception {
        String first = Affinity.currentThreadCores().split("[-,]", -1)[0];
        Affinity.Result result = bind(first);
        assumeThat(result.description()).doesNotContain("no taskset").doesNotContain("not a Linux");
        assertThat(result).isEqualTo(new Affinity.Result(true, "cores " + first));
    }

    @Test
    void bind_givenCoreThatDoesNotExist_saysWhyAndDoesNotFail() throws Exception {
        Affinity.Result result = bind("4095");
        assertThat(result.granted()).isFalse();
        assertThat(result.description()).startsWith("not available: ").doesNotContain("\n");
    }

    @Test
    void overlap_givenLists_isWhetherACoreIsInBoth() {
        assertThat(Affinity.overlap("1", "0")).isFalse();
        assertThat(Affinity.overlap("2-3,6", "0-1,4-5")).isFalse();
        assertThat(Affinity.overlap("2-3,6", "0,6-7")).isTrue();
        assertThat(Affinity.overlap("1", "unknown")).isTrue();
    }
}
