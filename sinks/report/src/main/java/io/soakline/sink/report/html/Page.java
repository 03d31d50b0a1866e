package io.soakline.sink.report.html;

import io.soakline.sink.report.AuditSummary;
import io.soakline.sink.report.Names;
import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;

/**
 * What the sections read.
 *
 * @param audit empty lists where the summary is older than it
 */
record Page(ReportData data, Names names, AuditSummary audit) {

    private static final AuditSummary NONE =
            new AuditSummary(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    static Page of(ReportData data) {
        AuditSummary audit = data.summary().audit();
        return new Page(data, new Names(data.summary().runs()), audit == null ? NONE : audit);
    }

    SoakSummary summary() {
        return data.summary();
    }

    /** Builds together. */
    List<RunSummary> runs() {
        return names.runs();
    }
}
