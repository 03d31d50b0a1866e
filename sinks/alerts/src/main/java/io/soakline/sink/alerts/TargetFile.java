package io.soakline.sink.alerts;

import io.soakline.record.Severity;
import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Targets from a file of properties, {@code NAME.KEY=VALUE}. An address or a token is in the file itself, in a file that it
 * names ({@code NAME.url-file}), or in a variable that it names ({@code NAME.url-env}).
 */
public final class TargetFile {

    private static final List<String> KEYS = List.of(
            "format",
            "url",
            "url-file",
            "url-env",
            "token",
            "token-file",
            "token-env",
            "least-severity",
            "pending",
            "timeout",
            "heartbeat");

    private final Path file;
    private final Map<String, String> environment;

    private TargetFile(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /**
     * In the order of their names.
     *
     * @param durations from texts such as {@code 10s}
     * @throws IllegalArgumentException naming file, key and expectation; never a secret
     */
    public static List<Target> read(Path file, Map<String, String> environment, Function<String, Duration> durations) {
        return new TargetFile(file, environment).read(durations);
    }

    private List<Target> read(Function<String, Duration> durations) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot read the alert targets in " + file + ": " + e, e);
        }
        Map<String, Map<String, String>> byName = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            int dot = key.indexOf('.');
            if (dot < 1 || !KEYS.contains(key.substring(dot + 1))) {
                throw wrong(key, "is no setting; there are NAME.KEY with KEY one of " + String.join(", ", KEYS));
            }
            byName.computeIfAbsent(key.substring(0, dot), name -> new TreeMap<>())
                    .put(key.substring(dot + 1), properties.getProperty(key).strip());
        }
        if (byName.isEmpty()) {
            throw new IllegalArgumentException("there is no target in " + file);
        }
        List<Target> targets = new ArrayList<>();
        byName.forEach((name, values) -> targets.add(target(name, values, durations)));
        return targets;
    }

    private Target target(String name, Map<String, String> values, Function<String, Duration> durations) {
        if (!name.matches("[A-Za-z0-9_-]+")) {
            throw wrong(name, "is no name; take letters, digits, - and _");
        }
        Target.Format format = one(Target.Format.class, name + ".format", values.getOrDefault("format", ""));
        Duration heartbeat = duration(name + ".heartbeat", values.get("heartbeat"), durations);
        if (format == Target.Format.HEARTBEAT && heartbeat == null) {
            heartbeat = Duration.ofMinutes(1);
        }
        if (format == Target.Format.SLACK && heartbeat != null) {
            throw wrong(name + ".heartbeat", "would fill a channel; give heartbeats a target of their own");
        }
        boolean pending = bool(name + ".pending", values.getOrDefault("pending", "false"));
        if (format == Target.Format.ALERTMANAGER && pending) {
            throw wrong(name + ".pending", "would fire: Alertmanager knows no pending alerts; leave it out");
        }
        Duration timeout = duration(name + ".timeout", values.get("timeout"), durations);
        Secret url = format == Target.Format.LOG ? null : url(name, values);
        return new Target(
                name,
                format,
                url,
                secret(name, "token", values),
                one(Severity.class, name + ".least-severity", values.getOrDefault("least-severity", "info")),
                pending,
                timeout == null ? Duration.ofSeconds(10) : timeout,
                heartbeat);
    }

    private Secret url(String name, Map<String, String> values) {
        Secret url = secret(name, "url", values);
        if (url == null) {
            throw wrong(name + ".url", "is missing; give it, or " + name + ".url-file, or " + name + ".url-env");
        }
        try {
            URI uri = new URI(url.value());
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below, without the address
        }
        throw wrong(name + ".url", "is no address; expected http://host or https://host, without a user in it");
    }

    private @Nullable Secret secret(String name, String what, Map<String, String> values) {
        List<String> given = List.of(what, what + "-file", what + "-env").stream()
                .filter(values::containsKey)
                .toList();
        if (given.isEmpty()) {
            return null;
        }
        String key = name + "." + given.get(0);
        if (given.size() > 1) {
            throw wrong(key, "and " + name + "." + given.get(1) + " are both given; give one");
        }
        String value = values.getOrDefault(given.get(0), "");
        String secret = given.get(0).endsWith("-file")
                ? contents(key, value)
                : given.get(0).endsWith("-env") ? environment.getOrDefault(value, "") : value;
        if (secret.isEmpty()) {
            throw wrong(key, given.get(0).equals(what) ? "is empty" : "names " + value + ", which is empty or not set");
        }
        if (secret.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw wrong(key, "holds more than one line");
        }
        return new Secret(secret);
    }

    private String contents(String key, String path) {
        try {
            return Files.readString(file.toAbsolutePath().resolveSibling(path)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException(key + " in " + file + " names a file that cannot be read: " + e, e);
        }
    }

    private @Nullable Duration duration(String key, @Nullable String text, Function<String, Duration> durations) {
        if (text == null) {
            return null;
        }
        try {
            Duration duration = durations.apply(text);
            if (duration.compareTo(Duration.ofMillis(100)) >= 0) {
                return duration;
            }
        } catch (RuntimeException e) {
            // said below, as for durations that are too short
        }
        throw wrong(key, "is \"" + text + "\"; expected a duration such as 10s");
    }

    private boolean bool(String key, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw wrong(key, "is \"" + text + "\"; expected true or false");
    }

    private <E extends Enum<E>> E one(Class<E> type, String key, String text) {
        E[] all = type.getEnumConstants();
        return Arrays.stream(all)
                .filter(constant -> constant.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> wrong(
                        key,
                        "is \"" + text + "\"; expected one of "
                                + String.join(
                                        ", ",
                                        Arrays.stream(all)
                                                .map(e -> e.name().toLowerCase(Locale.ROOT))
                                                .toList())));
    }

    private IllegalArgumentException wrong(String key, String what) {
        return new IllegalArgumentException(key + " in " + file + " " + what);
    }
}
