package io.soakline.launch.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.soakline.launch.EngineFamily;
import io.soakline.launch.FamilyDevices;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.produce.device.DeviceSamplerProvider;
import io.soakline.produce.device.DeviceSampling;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Devices beside the host: those that need no native library, and those that TensorRT's producer can ask. */
final class DeviceList {

    /** A producer that can be asked. */
    @FunctionalInterface
    interface Family {
        JsonNode ask() throws LaunchException, InterruptedException;
    }

    private final ObjectMapper mapper = new ObjectMapper();
    private final ArrayNode devices = mapper.createArrayNode();

    private DeviceList() {}

    static DeviceList read() throws InterruptedException {
        return read(DeviceSamplerProvider.all(), () -> FamilyDevices.ask(Home.ofThisProcess(), EngineFamily.TENSORRT));
    }

    /** @param family whose devices are added where {@code here} knows none of that name */
    static DeviceList read(List<DeviceSamplerProvider> here, Family family) throws InterruptedException {
        DeviceList list = new DeviceList();
        Set<String> kinds = new HashSet<>();
        for (DeviceSamplerProvider provider : here) {
            DeviceSampling.devices(provider).forEach(device -> {
                kinds.add(device.name());
                list.devices.add(list.mapper.valueToTree(device));
            });
        }
        try {
            for (JsonNode device : family.ask().path("devices")) {
                if (kinds.add(device.path("name").asText())) {
                    list.devices.add(device);
                }
            }
        } catch (LaunchException e) {
            list.devices
                    .addObject()
                    .put("name", "nvml")
                    .put("whyNone", String.valueOf(e.getMessage()))
                    .putObject("facts");
        }
        return list;
    }

    ArrayNode json() {
        return devices;
    }

    void print() {
        for (JsonNode device : devices) {
            String name = device.path("name").asText();
            if (device.path("whyNone").isTextual()) {
                System.out.printf(
                        "%n%-24s none: %s%n", name, device.path("whyNone").asText());
            } else {
                System.out.printf("%n%s%n", name);
                facts(device)
                        .forEach(fact -> System.out.printf(
                                "%-24s %s%n", fact.getKey(), fact.getValue().asText()));
                device.path("sensors").forEach(DeviceList::printSensor);
            }
        }
    }

    private static List<Map.Entry<String, JsonNode>> facts(JsonNode device) {
        return List.copyOf(device.path("facts").properties());
    }

    private static void printSensor(JsonNode sensor) {
        JsonNode notOffered = sensor.path("notOffered");
        JsonNode value = sensor.path("value");
        System.out.printf(
                "%-34s %-18s %s%n",
                sensor.path("quantity").asText(),
                sensor.path("sensor").asText(),
                notOffered.isTextual()
                        ? "not offered: " + notOffered.asText()
                        : DevicesCommand.reading(value.isNumber() ? value.asDouble() : Double.NaN));
    }
}
