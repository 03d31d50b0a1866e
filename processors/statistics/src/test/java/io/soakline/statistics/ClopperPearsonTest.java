package io.soakline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClopperPearsonTest {

    // Roots of the regularised incomplete beta function at 40 digits, of the binomial tail sum for n = 10^9: mpmath
    // 1.3.0;
    // the last line scipy.stats.beta.ppf, SciPy 1.17.1.
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.95, 0.25886555089305222",
        "0, 10000, 0.95, 0.00029952835977661192",
        "0, 1000000, 0.95, 2.9957277863525435e-6",
        "1, 10, 0.95, 0.39416330243650471",
        "3, 1000, 0.95, 0.0077352447184794584",
        "7, 250000, 0.99, 6.3998701831296647e-5",
        "500, 1000, 0.95, 0.52648226876430879",
        "999, 1000, 0.95, 0.99994870802109098",
        "5, 1000000000, 0.95, 1.0513034879762167e-8",
        "12345, 100000000, 0.95, 0.00012529319088034203"
    })
    void upper_givenReferenceCases_isWithinAMillionth(long k, long n, double confidence, double expected) {
        assertThat(ClopperPearson.upper(k, n, confidence)).isCloseTo(expected, withinPercentage(1e-4));
    }

    @Test
    void upper_givenAllOrNothing_isOne() {
        assertThat(ClopperPearson.upper(10, 10, 0.95)).isEqualTo(1);
        assertThat(ClopperPearson.upper(0, 0, 0.95)).isEqualTo(1);
    }

    @Test
    void upper_givenImpossibleCounts_isRefused() {
        assertThatThrownBy(() -> ClopperPearson.upper(2, 1, 0.95)).hasMessageContaining("2 out of 1");
        assertThatThrownBy(() -> ClopperPearson.upper(-1, 1, 0.95)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClopperPearson.upper(0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ClopperPearson.upper(0, 1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bounds_agreeWithSciPy() {
        for (String[] row : Golden.rows("clopper-pearson.csv")) {
            long k = Long.parseLong(row[0]);
            long n = Long.parseLong(row[1]);
            double lower = Double.parseDouble(row[2]);
            double upper = Double.parseDouble(row[3]);
            assertThat(ClopperPearson.lower(k, n, 0.95)).as("%d of %d", k, n).isCloseTo(lower, within(1e-9 * lower));
            assertThat(ClopperPearson.upper(k, n, 0.95)).as("%d of %d", k, n).isCloseTo(upper, within(1e-9 * upper));
        }
    }

    @Test
    void lower_givenNothing_isZero() {
        assertThat(ClopperPearson.lower(0, 0, 0.95)).isZero();
        assertThat(ClopperPearson.lower(0, 9, 0.95)).isZero();
    }
}
