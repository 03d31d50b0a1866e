package io.soakline.flow;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Utils;

/** Where the producer's default partitioner puts the records of a device: murmur2 of the key, modulo partitions. */
final class DevicePartition {

    private DevicePartition() {}

    static int of(String deviceId, int partitions) {
        return Utils.toPositive(Utils.murmur2(deviceId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
