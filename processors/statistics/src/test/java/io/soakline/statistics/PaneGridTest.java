package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PaneGridTest {

    private final PaneGrid grid = new PaneGrid(10);

    @Test
    void floor_givenTimesAroundAPane_isItsStart() {
        assertThat(grid.floor(20)).isEqualTo(20);
        assertThat(grid.floor(29)).isEqualTo(20);
        assertThat(grid.floor(30)).isEqualTo(30);
    }

    @Test
    void floor_givenTimeBefore1970_roundsDown() {
        assertThat(grid.floor(-1)).isEqualTo(-10);
        assertThat(grid.next(-1)).isZero();
    }

    @Test
    void next_givenStartOfPane_isTheOneAfter() {
        assertThat(grid.next(20)).isEqualTo(30);
        assertThat(grid.next(29)).isEqualTo(30);
    }

    @Test
    void floorAndNext_givenEndsOfTheRange_areClamped() {
        assertThat(grid.floor(Long.MIN_VALUE)).isEqualTo(Long.MIN_VALUE);
        assertThat(grid.next(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(grid.floor(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE - 7);
    }

    @Test
    void create_givenNoWidth_isRefused() {
        assertThatThrownBy(() -> new PaneGrid(0)).hasMessageContaining("0 ns");
    }
}
