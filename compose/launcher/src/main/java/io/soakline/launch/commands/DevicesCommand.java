package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.soakline.launch.Cores;
import io.soakline.launch.ExitCode;
import io.soakline.produce.device.Channel;
import io.soakline.produce.device.DeviceFingerprint;
import io.soakline.produce.device.HostSampler;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What is here: the host, Jetson and GPUs, and what their sensors offer. */
@Command(
        name = "devices",
        mixinStandardHelpOptions = true,
        description =
                "Print this device's fingerprint and every sensor, of the host, of a Jetson module and of GPUs, with a reading or"
                        + " the reason why there is none.",
        footerHeading = "%nExamples:%n",
        footer = {"  soakline devices", "  soakline devices --json"})
public final class DevicesCommand implements Callable<Integer> {

    /** Rates need two readings some time apart. */
    private static final long BETWEEN_READINGS_MILLIS = 300;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, JsonProcessingException {
        Map<String, String> fingerprint = DeviceFingerprint.read();
        try (HostSampler host = new HostSampler()) {
            List<Channel> channels = host.describe();
            double[] values = readTwice(host);
            DeviceList others = DeviceList.read();
            if (json) {
                printJson(fingerprint, channels, values, others);
            } else {
                printText(fingerprint, channels, values);
                others.print();
            }
        }
        return ExitCode.GOOD;
    }

    private static double[] readTwice(HostSampler host) throws InterruptedException {
        double[] first = host.sample(System.nanoTime());
        TimeUnit.MILLISECONDS.sleep(BETWEEN_READINGS_MILLIS);
        double[] second = host.sample(System.nanoTime());
        return second.length == first.length ? second : Arrays.copyOf(second, first.length);
    }

    private static void printText(Map<String, String> fingerprint, List<Channel> channels, double[] values) {
        fingerprint.forEach((key, value) -> System.out.printf("%-24s %s%n", key, value));
        System.out.printf("%-24s %s%n%n", "cores", Cores.ofThisHost().describe());
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            System.out.printf(
                    "%-34s %-18s %s%n",
                    channel.quantity(),
                    channel.sensor(),
                    channel.offered() ? reading(values[i]) : "not offered: " + channel.notOffered());
        }
    }

    static String reading(double value) {
        return Double.isNaN(value) ? "no reading" : String.format("%.6g", value);
    }

    private static void printJson(
            Map<String, String> fingerprint, List<Channel> channels, double[] values, DeviceList others)
            throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode all = mapper.createObjectNode();
        ObjectNode device = all.putObject("device");
        fingerprint.forEach(device::put);
        ArrayNode sensors = all.putArray("sensors");
        for (int i = 0; i < channels.size(); i++) {
            Channel channel = channels.get(i);
            ObjectNode sensor = sensors.addObject()
                    .put("quantity", channel.quantity())
                    .put("sensor", channel.sensor())
                    .put("notOffered", channel.notOffered());
            if (channel.offered() && !Double.isNaN(values[i])) {
                sensor.put("value", values[i]);
            } else {
                sensor.putNull("value");
            }
        }
        all.set("devices", others.json());
        System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(all));
    }
}
