package io.soakline.launch.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.launch.LaunchException;
import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceSampler;
import io.soakline.produce.device.DeviceSamplerProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceListTest {

    /** Three sensors: one with a reading, one whose reading fails, one that is not there. */
    private static final class Board implements DeviceSampler {

        @Override
        public String name() {
            return "jetson";
        }

        @Override
        public List<Channel> describe() {
            return List.of(
                    new Channel("powerWatts", "VDD_IN", false, 0L, null),
                    new Channel("temperatureCelsius", "gpu", false, 0L, null),
                    new Channel("fanPercent", "fan", false, null, "no fan here"));
        }

        @Override
        public double[] sample(long monotonicNanos) {
            return new double[] {7.25, Double.NaN, Double.NaN};
        }

        @Override
        public Check check() {
            return new Check(true, "");
        }

        @Override
        public void close() {}
    }

    private record Kind(String name, String reasonWhyNone) implements DeviceSamplerProvider {

        @Override
        public List<DeviceSampler> open() {
            return List.of(new Board());
        }

        @Override
        public Map<String, String> facts() {
            return Map.of("powerMode", "MAXN");
        }
    }

    private static JsonNode answer(String json) throws Exception {
        return new ObjectMapper().readTree(json);
    }

    private static String printed(DeviceList list) {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            list.print();
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void read_givenDeviceThatBothKnow_namesItOnceAsSeenHere() throws Exception {
        JsonNode family = answer("""
            {"devices": [
              {"name": "jetson", "facts": {}, "sensors": [], "whyNone": "not a Jetson"},
              {"name": "nvml", "facts": {"driver": "570"}, "sensors": [
                {"quantity": "powerWatts", "sensor": "gpu0", "value": 88.5, "notOffered": null}], "whyNone": null}]}
            """);

        DeviceList list = DeviceList.read(List.of(new Kind("jetson", "")), () -> family);

        assertThat(list.json())
                .extracting(device -> device.path("name").asText())
                .containsExactly("jetson", "nvml");
        assertThat(list.json().get(0).path("sensors").get(0).path("value").asDouble())
                .isEqualTo(7.25);
        assertThat(printed(list).lines().map(line -> line.replaceAll(" +", " ")))
                .containsSequence(
                        "jetson",
                        "powerMode MAXN",
                        "powerWatts VDD_IN 7.25000",
                        "temperatureCelsius gpu no reading",
                        "fanPercent fan not offered: no fan here")
                .containsSequence("nvml", "driver 570", "powerWatts gpu0 88.5000");
    }

    @Test
    void read_givenNoDevice_saysWhy() throws Exception {
        JsonNode family = answer("{\"devices\": []}");

        DeviceList list = DeviceList.read(List.of(new Kind("jetson", "not a Jetson")), () -> family);

        assertThat(printed(list)).contains("jetson                   none: not a Jetson");
    }

    @Test
    void read_givenProducerThatCannotBeAsked_saysWhyForGpusAndKeepsTheRest() throws Exception {
        DeviceList list = DeviceList.read(List.of(new Kind("jetson", "")), () -> {
            throw new LaunchException("producers/tensorrt is not built");
        });

        assertThat(list.json())
                .extracting(device -> device.path("name").asText())
                .containsExactly("jetson", "nvml");
        assertThat(list.json().get(1).path("whyNone").asText()).isEqualTo("producers/tensorrt is not built");
    }
}
