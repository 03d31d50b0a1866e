package io.soakline.flow;

/**
 * What this process has done since it started, in inferences; {@code received = decoded + malformed}. Inferences of panes
 * that are still open are decoded and not yet paned. After a lost connection open panes are read again and count again:
 * the exact sums over restarts are in the panes on the log, see {@link io.soakline.statistics.Ledger}.
 *
 * @param malformed records of the inferences topic that could not be decoded; each counts as one inference
 * @param paned in panes that were written
 * @param panes panes that were written
 * @param windows window statistics that were written
 * @param lag records on the inferences topic that are not read yet, as of the last look
 * @param outputsNotKept descriptions of outputs that there was no room for: agreement of these is known bit for bit only
 */
public record FlowMetrics(
        long received,
        long decoded,
        long malformed,
        long paned,
        long late,
        long duplicate,
        long panes,
        long windows,
        long lag,
        long outputsNotKept) {}
