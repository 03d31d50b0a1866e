package io.soakline.launch;

import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryJson;
import io.soakline.sink.report.html.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Where a summary goes besides the terminal. */
public final class Summaries {

    private Summaries() {}

    /** Reads what {@code demo --json} wrote, with one clear line when it cannot. */
    public static SoakSummary read(Path file) throws LaunchException {
        try {
            return SummaryJson.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new LaunchException("there is no summary " + file + "; soakline demo --json writes one", e);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new LaunchException(
                    file + " is no summary (" + reason + "); give the file that demo --json wrote", e);
        }
    }

    /** Writes the report as one HTML file, with one clear line when it cannot. */
    public static void writeReport(ReportData report, Path file) throws LaunchException {
        try {
            HtmlReport.write(report, file);
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write the report to " + file + " (" + e + "); give --out another file", e);
        }
    }

    /** Writes the JSON form, with one clear line when it cannot. */
    public static void write(SoakSummary summary, Path file) throws LaunchException {
        try {
            SummaryJson.write(summary, file);
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write the summary to " + file + " (" + e + "); give --json another file", e);
        }
    }
}
