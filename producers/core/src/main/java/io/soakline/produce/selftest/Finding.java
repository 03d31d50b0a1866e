package io.soakline.produce.selftest;

import io.soakline.record.SelfTestOutcome;

/**
 * What a self-test found.
 *
 * @param trials comparisons made
 * @param mismatches comparisons with unequal canonical outputs
 * @param evidence one sentence for people
 */
public record Finding(SelfTestOutcome outcome, long trials, long mismatches, String evidence) {

    static Finding notOffered(String reason) {
        return new Finding(SelfTestOutcome.NOT_OFFERED, 0, 0, reason);
    }
}
