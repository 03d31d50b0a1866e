package io.soakline.drift;

/**
 * How long disturbed panes are passed over. A stream that was disturbed for a third of a reference in a row, or for most of
 * its last panes, is disturbed as a rule: then what is normal is learnt from disturbed panes too.
 */
final class Patience {

    private final int enough;
    private final int memory;
    private int run;
    private int seen;
    private int disturbed;

    Patience(int referencePanes) {
        enough = referencePanes / 3;
        memory = 2 * referencePanes;
    }

    /**
     * Takes the next pane.
     *
     * @return true when it is disturbed and nothing shall be learnt from it
     */
    boolean passesOver(boolean isDisturbed) {
        if (seen == memory) {
            seen /= 2;
            disturbed /= 2;
        }
        seen++;
        if (!isDisturbed) {
            run = 0;
            return false;
        }
        run++;
        disturbed++;
        boolean most = seen > enough && 2 * disturbed > seen;
        return run <= enough && !most;
    }
}
