package io.soakline.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExtremalIndexTest {

    @Test
    void intervals_followTheFormulaByHand() {
        // Gaps 1, 1, 10: sum 12, of (T-1) 9, of (T-1)(T-2) 72: 2 * 81 / (3 * 72).
        assertThat(ExtremalIndex.intervals(new long[] {5, 6, 7, 17})).isCloseTo(0.75, within(1e-12));
        // Gaps 1, 2, 1: none above 2, so 2 * 16 / (3 * 6), held to 1.
        assertThat(ExtremalIndex.intervals(new long[] {1, 2, 4, 5})).isEqualTo(1);
    }

    @Test
    void intervals_ofPairs_areAboutOneHalf() {
        Random random = new Random(3);
        long[] times = new long[4_000];
        for (int i = 0; i < times.length; i += 2) {
            times[i] = random.nextInt(100_000_000);
            times[i + 1] = times[i] + 1;
        }
        Arrays.sort(times);

        assertThat(ExtremalIndex.intervals(times)).isCloseTo(0.5, within(0.05));
    }

    @Test
    void blocks_ofSingleEvents_areAboutOneAndOfTripletsOneThird() {
        Random random = new Random(4);
        long[] sizes = new long[2_000];
        Arrays.fill(sizes, 1_000);
        int[] single = new int[sizes.length];
        int[] triplets = new int[sizes.length];
        for (int i = 0; i < 2_000; i++) {
            single[random.nextInt(sizes.length)]++;
        }
        for (int i = 0; i < 700; i++) {
            triplets[random.nextInt(sizes.length)] += 3;
        }

        assertThat(ExtremalIndex.blocks(sizes, single)).isCloseTo(1, within(0.06));
        assertThat(ExtremalIndex.blocks(sizes, triplets)).isCloseTo(1 / 3.0, within(0.02));
    }
}
