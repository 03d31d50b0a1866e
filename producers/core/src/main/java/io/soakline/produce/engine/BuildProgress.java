package io.soakline.produce.engine;

/** Told how far a build is. Called from the building thread; must return quickly. */
@FunctionalInterface
public interface BuildProgress {

    /**
     * @param stage what is being done, a few words: {@code "tuning task 3 of 43"}
     * @param fraction share of the whole build that is done, 0 to 1, or NaN when it cannot be said
     */
    void at(String stage, double fraction);
}
