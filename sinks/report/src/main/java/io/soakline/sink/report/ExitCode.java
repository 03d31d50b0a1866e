package io.soakline.sink.report;

/** The summary as a process exit code. */
public final class ExitCode {

    public static final int GOOD = 0;
    public static final int BAD_VERDICT = 1;

    private ExitCode() {}

    /**
     * {@link #GOOD} only when every run is steady, nothing was lost and the ledger closes. Too few samples is a bad
     * verdict: what was not shown must not pass a gate.
     */
    public static int of(SoakSummary summary) {
        boolean good = summary.verdict().equals(Verdict.STEADY)
                && summary.ledger().lost() == 0
                && summary.ledger().closes();
        return good ? GOOD : BAD_VERDICT;
    }
}
