package io.soakline.launch.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.kafka.KafkaUnreachableException;
import io.soakline.kafka.TopicAdmin;
import io.soakline.launch.Cores;
import io.soakline.launch.EngineFamily;
import io.soakline.launch.ExitCode;
import io.soakline.launch.FamilyDevices;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import io.soakline.launch.SettingKey;
import io.soakline.launch.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One line for each thing that the other commands need: will it work here? */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Say what works on this machine with these settings. Exit code 3 when something needed does not.",
        footerHeading = "%nExamples:%n",
        footer = {"  soakline check", "  soakline check --kafka broker:9092 --influx-url http://influx:8086"})
public final class CheckCommand implements Callable<Integer> {

    /** How one thing is. {@code needed}: without it the demo does not run. */
    private record Finding(String subject, boolean good, boolean needed, String detail) {}

    @Mixin
    private final SettingFlags flags = new SettingFlags();

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    private final List<Finding> findings = new ArrayList<>();

    @Override
    public Integer call() throws LaunchException, InterruptedException, JsonProcessingException {
        Settings settings = flags.load();
        platform();
        cache(settings);
        processes();
        tensorRt();
        cores();
        port(settings);
        kafka(settings);
        influx(settings);
        if (json) {
            System.out.println(
                    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(findings));
        } else {
            findings.forEach(finding -> System.out.printf(
                    "%-4s %-12s %s%n",
                    finding.good() ? "ok" : finding.needed() ? "FAIL" : "note", finding.subject(), finding.detail()));
        }
        boolean bad = findings.stream().anyMatch(finding -> finding.needed() && !finding.good());
        return bad ? ExitCode.ENVIRONMENT : ExitCode.GOOD;
    }

    private void platform() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        boolean known = platform.equals("Linux amd64");
        findings.add(new Finding(
                "platform", known, true, platform + (known ? "" : "; TVM engines are built for Linux amd64 only")));
        findings.add(new Finding("java", true, true, Runtime.version() + ", " + System.getProperty("java.home")));
        boolean avx2 = hasAvx2();
        findings.add(new Finding(
                "avx2",
                avx2,
                false,
                avx2
                        ? "the demo's tuned engines can run"
                        : "missing: TVM builds for generic x86-64, tuning records do not apply"));
    }

    private static boolean hasAvx2() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx2 ");
        } catch (IOException e) {
            return false;
        }
    }

    private void cache(Settings settings) {
        try {
            Path cache = settings.writableCache();
            long free = Files.getFileStore(cache).getUsableSpace() >> 20;
            boolean enough = free > 2048;
            findings.add(new Finding(
                    "cache",
                    enough,
                    true,
                    cache + ", " + free + " MiB free" + (enough ? "" : "; at least 2048 are needed")));
        } catch (LaunchException | IOException e) {
            findings.add(new Finding("cache", false, true, String.valueOf(e.getMessage())));
        }
    }

    private void processes() throws LaunchException {
        Home home = Home.ofThisProcess();
        List<String> modules = new ArrayList<>(List.of("compose/broker"));
        for (EngineFamily family : EngineFamily.values()) {
            modules.add(family.module());
        }
        for (String module : modules) {
            try {
                home.classPath(module);
                findings.add(new Finding("process", true, true, module + " is built"));
            } catch (LaunchException e) {
                findings.add(new Finding("process", false, true, String.valueOf(e.getMessage())));
            }
        }
    }

    private void tensorRt() throws InterruptedException {
        String missing;
        try {
            missing = missing(FamilyDevices.ask(Home.ofThisProcess(), EngineFamily.TENSORRT));
        } catch (LaunchException e) {
            missing = String.valueOf(e.getMessage());
        }
        findings.add(new Finding(
                "tensorrt", missing.isEmpty(), false, missing.isEmpty() ? "engines can be built and run" : missing));
    }

    private static String missing(JsonNode devices) {
        for (JsonNode compiler : devices.path("compilers")) {
            if (compiler.path("compiler").asText().equals("tensorrt")) {
                return compiler.path("missing").asText();
            }
        }
        return "its producer does not know the compiler tensorrt";
    }

    private void cores() {
        Cores cores = Cores.ofThisHost();
        findings.add(new Finding("cores", cores.apart(), false, cores.describe()));
    }

    private void port(Settings settings) throws LaunchException {
        int port = settings.port();
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(settings.get(SettingKey.HOST)))) {
            findings.add(new Finding(
                    "page", true, false, "port " + (port == 0 ? socket.getLocalPort() : port) + " is free"));
        } catch (IOException e) {
            findings.add(new Finding(
                    "page",
                    false,
                    false,
                    "port " + port + " cannot be used (" + e.getMessage() + "); choose another with --port"));
        }
    }

    private void kafka(Settings settings) throws LaunchException {
        if (!settings.has(SettingKey.KAFKA)) {
            findings.add(new Finding("kafka", true, false, "none set; the demo starts its own"));
            return;
        }
        try {
            TopicAdmin.ping(settings.kafka(), Duration.ofSeconds(5));
            findings.add(new Finding("kafka", true, true, settings.get(SettingKey.KAFKA) + " answers"));
        } catch (KafkaUnreachableException e) {
            findings.add(new Finding("kafka", false, true, String.valueOf(e.getMessage())));
        }
    }

    private void influx(Settings settings) throws InterruptedException {
        if (!settings.has(SettingKey.INFLUX_URL)) {
            findings.add(new Finding("influxdb", true, false, "none set; the demo starts its own store"));
            return;
        }
        String url = settings.get(SettingKey.INFLUX_URL);
        try {
            HttpResponse<Void> answer = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(5))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(url + "/ping"))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding());
            boolean good = answer.statusCode() < 300;
            findings.add(new Finding(
                    "influxdb",
                    good,
                    true,
                    url + " answers /ping with " + answer.statusCode() + (good ? "" : "; is it an InfluxDB?")));
        } catch (IOException | IllegalArgumentException e) {
            findings.add(
                    new Finding("influxdb", false, true, url + " does not answer (" + e + "); is --influx-url right?"));
        }
    }
}
