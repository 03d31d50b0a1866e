package io.soakline.agreement;

/** Why labels of outputs cannot be judged. */
final class Labelling {

    private Labelling() {}

    /**
     * The kappa, if every input took part in it, and otherwise why there is none.
     *
     * @param unknown inputs with an output of which nothing is known
     * @param unlabelled inputs whose outputs have no labels, or unequal numbers of them
     */
    static Kappa judge(int inputs, int unknown, int unlabelled, Kappa kappa) {
        if (inputs == 0) {
            return Kappa.undefined("there are no inputs in common");
        }
        if (unknown > 0) {
            return Kappa.undefined("outputs of " + unknown + " of " + inputs + " inputs are not known");
        }
        if (unlabelled > 0) {
            return Kappa.undefined("outputs of " + unlabelled + " of " + inputs + " inputs do not name a class each");
        }
        return kappa;
    }
}
