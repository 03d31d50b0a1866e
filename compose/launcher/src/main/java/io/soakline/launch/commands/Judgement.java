package io.soakline.launch.commands;

import io.soakline.launch.policy.Policy;
import io.soakline.sink.report.ExitCode;
import io.soakline.sink.report.FailOn;
import io.soakline.sink.report.Gate;
import io.soakline.sink.report.GateCheck;
import io.soakline.sink.report.GateResult;
import io.soakline.sink.report.SoakSummary;
import java.util.Set;

/** Whether a summary is good, for the commands that soak and judge in one go. */
final class Judgement {

    private Judgement() {}

    /** @param asked whether a gate was asked for; else the verdict and the ledger decide alone */
    static boolean passes(SoakSummary summary, Policy policy, Set<FailOn> causes, boolean asked) {
        if (!asked) {
            return ExitCode.of(summary) == ExitCode.GOOD;
        }
        GateResult result = Gate.judge(summary, policy.gate(), causes);
        System.out.println();
        result.checks().stream().map(GateCheck::line).forEach(System.out::println);
        System.out.println(result.passed() ? "the gate is open" : "THE GATE IS CLOSED");
        return result.passed();
    }
}
