package io.soakline.cause;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.soakline.cause.QuietLevels.Level;
import io.soakline.cause.Samples.Seen;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurroundingsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final ChannelName NAME = new ChannelName("q", "s");

    private final Samples samples = new Samples(NAME);

    private Seen over(long from, long to) {
        Seen seen = samples.over(from, to);
        if (seen == null) {
            throw new AssertionError("nothing seen from " + from + " to " + to);
        }
        return seen;
    }

    @Test
    void over_ofMeans_givesThoseWhoseStretchTouchesTheSpan() {
        for (int i = 0; i <= 10; i++) {
            samples.add(i * 100L, i, false, null);
        }
        assertThat(over(250, 260)).isEqualTo(new Seen(1, 3, 300, 3, 300, 3, 300));
        assertThat(over(250, 320).peak()).isEqualTo(4);
        assertThat(over(250, 320).mean()).isCloseTo((50 * 3 + 20 * 4) / 70.0, within(1e-12));
        assertThat(over(299, 301).samples()).isEqualTo(2);
        assertThat(samples.over(1001, 1002)).isNull();
    }

    @Test
    void over_ofAGauge_takesTheReadingBefore_too() {
        for (int i = 0; i <= 10; i++) {
            samples.add(i * 100L, i, false, 0L);
        }
        assertThat(over(250, 260).trough()).isEqualTo(2);
        assertThat(over(250, 260).peak()).isEqualTo(3);
    }

    @Test
    void over_ofMeansWithAKnownWindow_coversThatWindowOnly() {
        samples.add(100, 1, false, 50L);
        samples.add(1000, 2, false, 50L);
        assertThat(samples.over(400, 500)).isNull();
        assertThat(over(960, 970).mean()).isEqualTo(2);
    }

    @Test
    void add_ofACounter_givesGrowthPerSecondAndStartsAnewWhenItGoesBack() {
        samples.add(0, 100, true, 0L);
        samples.add(SECOND, 150, true, 0L);
        samples.add(2 * SECOND, 20, true, 0L);
        samples.add(3 * SECOND, 50, true, 0L);
        assertThat(samples.size()).isEqualTo(2);
        assertThat(over(SECOND / 2, SECOND / 2).mean()).isEqualTo(50);
        assertThat(samples.over(3 * SECOND / 2, 3 * SECOND / 2 + 1)).isNull();
        assertThat(over(5 * SECOND / 2, 5 * SECOND / 2).mean()).isEqualTo(30);
    }

    @Test
    void add_ofACopyOrAFailedReading_changesNothing() {
        samples.add(100, 1, false, null);
        samples.add(100, 9, false, null);
        samples.add(50, 9, false, null);
        samples.add(200, Double.NaN, false, null);
        samples.add(300, 3, false, null);
        assertThat(samples.size()).isEqualTo(2);
        assertThat(samples.over(150, 160)).as("the failed reading covers this").isNull();
        assertThat(over(250, 260).mean()).isEqualTo(3);
    }

    @Test
    void forgetBefore_keepsWhatIsNewer_howeverMuchThereWas() {
        Surroundings surroundings = new Surroundings(new QuietLevels());
        for (int i = 1; i <= 10_000; i++) {
            surroundings.add("q", "s", false, null, i, i);
            surroundings.forgetBefore(i - 50);
        }
        Samples kept = surroundings.channels().iterator().next();
        assertThat(kept.size()).isEqualTo(51);
        assertThat(kept.over(10_000, 10_000)).isNotNull().extracting(Seen::mean).isEqualTo(10_000.0);
        surroundings.forgetBefore(20_000);
        assertThat(surroundings.channels()).isEmpty();
    }

    @Test
    void learn_countsEachSampleOfItsTimeOnce() {
        Surroundings surroundings = new Surroundings(new QuietLevels());
        for (int i = 0; i < 100; i++) {
            surroundings.add("q", "s", false, null, i, i < 50 ? 1 : 2);
        }
        surroundings.learn(0, 50);
        surroundings.learn(50, 60);
        assertThat(surroundings.quiet().level(NAME)).isNotNull().satisfies(level -> {
            assertThat(level.n()).isEqualTo(60);
            assertThat(level.median()).isCloseTo(1, within(0.01));
            assertThat(level.high()).isCloseTo(2, within(0.02));
        });
    }

    /** Against order statistics of the sorted values. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 1e3, 1e9})
    void level_isWithinOnePercentOfTheOrderStatistics(double scale) {
        Random random = new Random(1);
        QuietLevels quiet = new QuietLevels();
        double[] values = new double[5_000];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (random.nextGaussian() * 0.3 + (i % 3 == 0 ? -2 : 2));
            quiet.accept(NAME, values[i]);
        }
        quiet.accept(NAME, Double.NaN);
        Arrays.sort(values);
        Level level = Objects.requireNonNull(quiet.level(NAME));
        assertThat(level.n()).isEqualTo(5_000);
        assertThat(level.median()).isCloseTo(values[2_499], within(Math.max(0.01 * Math.abs(values[2_499]), 1e-3)));
        assertThat(level.low()).isCloseTo(values[9], within(Math.max(0.01 * Math.abs(values[9]), 1e-3)));
        assertThat(level.high()).isCloseTo(values[4_989], within(Math.max(0.01 * Math.abs(values[4_989]), 1e-3)));
        double spread = (values[4_206] - values[793]) / 2;
        assertThat(level.spread()).isCloseTo(spread, within(Math.max(0.02 * spread, 1e-3)));
    }

    @Test
    void combine_givesTheSameInAnyOrderAndSplit() {
        Random random = new Random(2);
        QuietLevels whole = new QuietLevels();
        QuietLevels[] parts = {new QuietLevels(), new QuietLevels(), new QuietLevels()};
        for (int i = 0; i < 1_000; i++) {
            double value = Math.exp(5 * random.nextGaussian());
            ChannelName name = new ChannelName("q", "s" + i % 4);
            whole.accept(name, value);
            parts[random.nextInt(3)].accept(name, value);
        }
        QuietLevels forwards = new QuietLevels();
        QuietLevels backwards = new QuietLevels();
        for (int i = 0; i < 3; i++) {
            forwards.combine(parts[i]);
            backwards.combine(parts[2 - i]);
        }
        for (int i = 0; i < 4; i++) {
            ChannelName name = new ChannelName("q", "s" + i);
            assertThat(forwards.level(name)).isNotNull().isEqualTo(whole.level(name));
            assertThat(backwards.level(name)).isEqualTo(whole.level(name));
        }
        assertThat(whole.level(new ChannelName("q", "none"))).isNull();
    }

    @Test
    void concerns_givenChannelOfARun_isThatRunAlone() {
        assertThat(new ChannelName("q", "run:a").concerns("a")).isTrue();
        assertThat(new ChannelName("q", "run:a").concerns("ab")).isFalse();
        assertThat(new ChannelName("q", "run:ab").concerns("a")).isFalse();
        assertThat(new ChannelName("q", "cpu0").concerns("a")).isTrue();
        assertThat(new ChannelName("q", ChannelName.OWN_RUN).concerns("a")).isTrue();
        assertThat(new ChannelName("q", ChannelName.OWN_RUN).isOfRun()).isTrue();
    }

    @Test
    void growthPerSecond_givenNoTimeOrAResetBetween_isNan() {
        assertThat(Surroundings.growthPerSecond(1, 0, 5, 2 * SECOND)).isEqualTo(2);
        assertThat(Surroundings.growthPerSecond(1, 5, 5, 5)).isNaN();
        assertThat(Surroundings.growthPerSecond(5, 0, 1, SECOND)).isNaN();
    }
}
