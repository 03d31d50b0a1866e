package io.soakline.launch;

import io.soakline.sink.report.SoakSummary;
import io.soakline.sink.report.SummaryJson;
import java.io.IOException;
import java.nio.file.Path;

/** Where a summary goes besides the terminal. */
public final class Summaries {

    private Summaries() {}

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
