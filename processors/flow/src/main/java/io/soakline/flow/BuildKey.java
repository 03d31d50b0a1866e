package io.soakline.flow;

/** One build of an engine on one device: its runs are starts of the same bytes. */
record BuildKey(String engineId, String artefactDigest, String deviceId) {}
