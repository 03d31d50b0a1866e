package io.soakline.launch.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EngineGroupsTest {

    @Test
    void of_givenEnoughMemory_loadsAllTogether() {
        assertThat(EngineGroups.of(List.of(10L, 20L, 30L), 60, 3)).containsExactly(List.of(0, 1, 2));
        assertThat(EngineGroups.of(List.of(), 60, 0)).containsExactly(List.of());
    }

    @Test
    void of_givenTooLittle_makesEqualGroupsOfAllEnginesThatFit() {
        List<Long> bytes = Collections.nCopies(7, 10L);
        for (int round = 0; round < 9; round++) {
            List<List<Integer>> groups = EngineGroups.of(bytes, 35, round);

            assertThat(groups).hasSize(3).allSatisfy(group -> assertThat(group).hasSizeBetween(2, 3));
            TreeSet<Integer> all = new TreeSet<>();
            groups.forEach(all::addAll);
            assertThat(all).containsExactly(0, 1, 2, 3, 4, 5, 6);
        }
        assertThat(EngineGroups.of(bytes, 35, 1)).isNotEqualTo(EngineGroups.of(bytes, 35, 0));
    }

    @Test
    void of_givenLessThanOneNeeds_loadsThemOneByOne() {
        assertThat(EngineGroups.of(List.of(100L, 100L), 5, 0)).containsExactly(List.of(0), List.of(1));
        assertThat(EngineGroups.of(List.of(100L, 100L), -5, 0)).containsExactly(List.of(0), List.of(1));
    }

    @Test
    void available_givenMeminfo_readsTheLine() {
        assertThat(EngineGroups.available(List.of("MemTotal:  100 kB", "MemAvailable:     3 kB")))
                .isEqualTo(3072);
        assertThat(EngineGroups.available(List.of("MemTotal: 100 kB"))).isEqualTo(Long.MAX_VALUE);
    }
}
