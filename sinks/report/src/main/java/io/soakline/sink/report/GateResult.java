package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * Whether a soak passes, and by what.
 *
 * @param version of this document
 * @param failOn what was asked to fail by, as on the command line
 */
@JsonPropertyOrder({"version", "passed", "verdict", "failOn", "checks"})
public record GateResult(int version, boolean passed, String verdict, List<String> failOn, List<GateCheck> checks) {

    public GateResult {
        failOn = List.copyOf(failOn);
        checks = List.copyOf(checks);
    }
}
