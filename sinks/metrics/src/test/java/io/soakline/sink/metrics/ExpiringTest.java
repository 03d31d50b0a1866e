package io.soakline.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExpiringTest {

    private final Expiring<String, String> values = new Expiring<>(2, 100);

    @Test
    void put_givenNewerAndOlderNews_keepsTheNewer() {
        values.put("a", "second", 50, 50);
        values.put("a", "first", 40, 51);

        assertThat(values.get("a")).isEqualTo("second");
    }

    @Test
    void expire_givenTheStatedTime_keepsToTheEndOfIt() {
        values.put("a", "x", 50, 50);
        values.expire(150);
        assertThat(values.get("a")).isEqualTo("x");
        values.expire(151);
        assertThat(values.get("a")).isNull();
    }

    @Test
    void put_givenNoRoom_keepsWhatIsThereAndCountsTheRest() {
        values.put("a", "x", 50, 50);
        values.put("b", "x", 60, 60);
        values.put("c", "x", 70, 70);
        values.put("a", "y", 71, 71);

        assertThat(values.get("c")).isNull();
        assertThat(values.get("a")).isEqualTo("y");
        assertThat(values.refused()).isEqualTo(1);
    }

    @Test
    void put_givenRoomThatBecameFree_takesTheNew() {
        values.put("a", "x", 50, 50);
        values.put("b", "x", 60, 60);
        values.put("c", "x", 155, 155);

        assertThat(values.get("a")).isNull();
        assertThat(values.get("c")).isEqualTo("x");
        assertThat(values.refused()).isZero();
    }

    @Test
    void put_givenHistory_countsItAndKeepsNothing() {
        values.put("a", "x", 50, 151);

        assertThat(values.size()).isZero();
        assertThat(values.stale()).isEqualTo(1);
    }
}
