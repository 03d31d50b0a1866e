package io.soakline.flow;

/** One engine on one device: its runs continue each other. */
record StreamKey(String engineId, String deviceId) {

    static StreamKey of(RunIdentity run) {
        return new StreamKey(run.engineId(), run.deviceId());
    }

    /** As in the keys of baselines and alerts. */
    @Override
    public String toString() {
        return engineId + "/" + deviceId;
    }
}
