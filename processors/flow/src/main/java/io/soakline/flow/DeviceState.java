package io.soakline.flow;

/** What is kept of one device. */
final class DeviceState {

    final DeviceLevels levels = new DeviceLevels();
    final MergedWindows windows = new MergedWindows(false);
}
