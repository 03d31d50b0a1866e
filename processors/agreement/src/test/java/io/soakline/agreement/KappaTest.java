package io.soakline.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KappaTest {

    @Test
    void cohen_givenAgreementMatrixOfCohen1960Table1_thenMinus9Hundredths() {
        // Proportions of 100; observed .29, chance .20 + .09 + .06 = .35.
        int[][] table = {{25, 13, 12}, {12, 2, 16}, {3, 15, 2}};

        assertThat(cohen(table).value()).isCloseTo(-0.06 / 0.65, within(1e-14));
    }

    @Test
    void cohen_givenExampleOfSasFreq_thenItsFigure() {
        // SAS PROC FREQ, skin conditions, simple kappa 0.4842.
        assertThat(cohen(new int[][] {{0, 4, 1}, {0, 8, 0}, {0, 1, 5}}).value()).isCloseTo(0.4842, within(5e-5));
    }

    @Test
    void cohen_givenAnxietyRatingsOfIrr_thenItsFigure() {
        // R irr 0.84, kappa2(anxiety[, 2:3]): -0.006289308
        int[] second = {3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4};
        int[] third = {2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2};
        CohenKappa kappa = new CohenKappa();
        for (int i = 0; i < second.length; i++) {
            kappa.accept(second[i], third[i]);
        }

        assertThat(kappa.result().value()).isCloseTo(-0.006289308, within(5e-10));
    }

    @Test
    void cohen_givenOneLabelThroughout_thenUndefined() {
        CohenKappa kappa = new CohenKappa();
        kappa.accept(7, 7);
        kappa.accept(7, 7);

        assertThat(kappa.result().value()).isNull();
        assertThat(kappa.result().undefined()).contains("one and the same label");
        assertThat(new CohenKappa().result().undefined()).contains("no labels");
    }

    @Test
    void cohen_givenOneLabelOnEachSideButNotTheSame_thenZero() {
        CohenKappa kappa = new CohenKappa();
        kappa.accept(7, 8);

        assertThat(kappa.result().value()).isZero();
    }

    @Test
    void fleiss_givenDiagnosesOfFleiss1971_thenFigureOfIrr() {
        // 30 patients, 6 raters, 5 categories; R irr 0.84, kappam.fleiss(diagnoses): 0.4302445; the paper says .430.
        int[][] diagnoses = {
            {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
            {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
            {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
            {0, 0, 5, 0, 1}, {3, 0, 0, 1, 2}, {5, 1, 0, 0, 0}, {0, 2, 0, 4, 0}, {1, 0, 2, 0, 3},
            {0, 0, 0, 0, 6}, {0, 1, 0, 5, 0}, {0, 2, 0, 1, 3}, {2, 0, 0, 4, 0}, {1, 0, 0, 4, 1},
            {0, 5, 0, 1, 0}, {4, 0, 0, 0, 2}, {0, 2, 0, 4, 0}, {1, 0, 5, 0, 0}, {0, 0, 0, 0, 6}
        };

        assertThat(fleiss(diagnoses).value()).isCloseTo(0.4302445, within(5e-8));
    }

    @Test
    void fleiss_givenWikipediasExample_thenTwentyOneHundredths() {
        // 10 subjects, 14 raters, 5 categories; kappa 0.210 (statsmodels 0.15.0 to three places).
        int[][] ratings = {
            {0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
            {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}
        };

        assertThat(fleiss(ratings).value()).isCloseTo(0.210, within(5e-4));
    }

    @Test
    void fleiss_givenUnequalNumbersOfRatings_thenSubjectsWeighTheSame() {
        // Shares of equal pairs 1 and 1/3; mean shares of labels (1 + 2/3)/2 and (0 + 1/3)/2: chance 26/36.
        Kappa kappa = fleiss(new int[][] {{2, 0}, {2, 1}});

        assertThat(kappa.value()).isCloseTo((2.0 / 3 - 26.0 / 36) / (1 - 26.0 / 36), within(1e-14));
    }

    @Test
    void fleiss_givenOneLabelThroughout_thenUndefined() {
        assertThat(fleiss(new int[][] {{3, 0}, {5, 0}, {7, 0}}).undefined()).contains("one and the same label");
        assertThat(fleiss(new int[0][0]).undefined()).contains("no labels");
    }

    private static Kappa cohen(int[][] table) {
        CohenKappa kappa = new CohenKappa();
        for (int a = 0; a < table.length; a++) {
            for (int b = 0; b < table[a].length; b++) {
                for (int i = 0; i < table[a][b]; i++) {
                    kappa.accept(a, b);
                }
            }
        }
        return kappa.result();
    }

    private static Kappa fleiss(int[][] counts) {
        FleissKappa kappa = new FleissKappa();
        for (int[] subject : counts) {
            Map<Integer, Long> ratings = new TreeMap<>();
            for (int label = 0; label < subject.length; label++) {
                if (subject[label] > 0) {
                    ratings.put(label, (long) subject[label]);
                }
            }
            kappa.accept(ratings);
        }
        return kappa.result();
    }
}
