package io.soakline.produce.selftest;

import io.soakline.produce.engine.EngineException;
import io.soakline.record.SelfTestKind;

/** One self-test. Takes a few seconds at most. */
interface Check {

    SelfTestKind kind();

    /** @throws EngineException when the engine fails where it should not: that is a finding as well */
    Finding run(Subject subject) throws EngineException, InterruptedException;
}
