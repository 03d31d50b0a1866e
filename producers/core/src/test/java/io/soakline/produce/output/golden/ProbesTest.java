package io.soakline.produce.output.golden;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProbesTest {

    @Test
    void spread_givenMoreInputs_isEven() {
        assertThat(Probes.spread(8, 64)).containsExactly(0, 8, 16, 24, 32, 40, 48, 56);
        assertThat(Probes.spread(3, 10)).containsExactly(0, 3, 6);
    }

    @Test
    void spread_givenNoMoreInputsThanWanted_isAll() {
        assertThat(Probes.spread(8, 3)).containsExactly(0, 1, 2);
        assertThat(Probes.spread(8, 8)).hasSize(8);
    }
}
