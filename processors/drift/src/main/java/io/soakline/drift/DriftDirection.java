package io.soakline.drift;

/** Which way a feature went. */
public enum DriftDirection {
    UP,
    DOWN
}
