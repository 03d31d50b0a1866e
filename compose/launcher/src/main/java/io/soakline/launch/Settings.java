package io.soakline.launch;

import io.soakline.kafka.KafkaSettings;
import io.soakline.launch.policy.Policy;
import io.soakline.launch.policy.PolicyException;
import io.soakline.launch.policy.PolicyFile;
import io.soakline.sink.influxdb.InfluxSettings;
import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The effective settings, each with where it comes from: defaults, then file, then environment, then flag. */
public final class Settings {

    /** Partitions of the topics keyed by device: as many {@code soakline process} can share the work. */
    public static final int PARTITIONS = 4;

    /** A value and its source, for people. */
    public record Value(String text, String origin) {}

    private final Map<SettingKey, Value> values = new EnumMap<>(SettingKey.class);
    private final Map<String, String> environment;

    private Settings(Map<String, String> environment) {
        this.environment = environment;
        for (SettingKey key : SettingKey.values()) {
            values.put(key, new Value(key.defaultValue(), "default"));
        }
    }

    /**
     * Reads {@code soakline/soakline.properties} under the XDG configuration folder, if it is there.
     *
     * @param flags what the command line says
     * @throws LaunchException naming key, value, expectation and source of what is wrong
     */
    public static Settings load(Map<SettingKey, String> flags, Map<String, String> environment) throws LaunchException {
        Settings settings = new Settings(environment);
        Path file = xdg(environment, "XDG_CONFIG_HOME", ".config").resolve("soakline.properties");
        if (Files.exists(file)) {
            settings.readFile(file);
        }
        for (SettingKey key : SettingKey.values()) {
            String variable = environment.get(key.variable());
            if (variable != null) {
                settings.values.put(key, new Value(variable, "variable " + key.variable()));
            }
        }
        flags.forEach((key, text) -> settings.values.put(key, new Value(text, "flag --" + key.key())));
        settings.port();
        return settings;
    }

    private void readFile(Path file) throws LaunchException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException("cannot read the settings in " + file + ": " + e.getMessage(), e);
        }
        for (String name : properties.stringPropertyNames()) {
            values.put(key(name, file), new Value(properties.getProperty(name).strip(), "file " + file));
        }
    }

    private static SettingKey key(String name, Path file) throws LaunchException {
        for (SettingKey key : SettingKey.values()) {
            if (key.key().equals(name)) {
                return key;
            }
        }
        throw new LaunchException("unknown setting \"" + name + "\" in " + file + "; there are: "
                + String.join(
                        ", ",
                        Arrays.stream(SettingKey.values()).map(SettingKey::key).toList()));
    }

    public String get(SettingKey key) {
        return value(key).text();
    }

    /** With its source. */
    public Value value(SettingKey key) {
        Value value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("every key has a value: " + key);
        }
        return value;
    }

    public boolean has(SettingKey key) {
        return !get(key).isEmpty();
    }

    public int port() throws LaunchException {
        return port(SettingKey.PORT);
    }

    int port(SettingKey key) throws LaunchException {
        Value value = value(key);
        try {
            int port = Integer.parseInt(value.text());
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // said below, as for numbers out of range
        }
        throw new LaunchException(
                key.key() + " is \"" + value.text() + "\" (" + value.origin() + "); expected a number from 0 to 65535");
    }

    public String deviceId() {
        if (has(SettingKey.DEVICE)) {
            return get(SettingKey.DEVICE);
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public Path cache() {
        return has(SettingKey.CACHE)
                ? Path.of(get(SettingKey.CACHE)).toAbsolutePath()
                : xdg(environment, "XDG_CACHE_HOME", ".cache");
    }

    /** The cache folder, made and tried out. */
    public Path writableCache() throws LaunchException {
        Path cache = cache();
        try {
            Files.createDirectories(cache);
            Files.delete(Files.createTempFile(cache, "writable", ""));
            return cache;
        } catch (IOException e) {
            throw new LaunchException(
                    "cannot write to the cache folder " + cache + " (" + e + "); choose another with --cache", e);
        }
    }

    /** Where files go that are worth keeping for a while but no user's work: logs of child processes. */
    public Path state() {
        return xdg(environment, "XDG_STATE_HOME", ".local/state");
    }

    private static Path xdg(Map<String, String> environment, String variable, String underHome) {
        String base = environment.get(variable);
        Path folder = base == null || base.isEmpty()
                ? Path.of(System.getProperty("user.home")).resolve(underHome)
                : Path.of(base);
        return folder.resolve("soakline").toAbsolutePath();
    }

    /** The Kafka that the settings name. */
    public KafkaSettings kafka() throws LaunchException {
        if (!has(SettingKey.KAFKA)) {
            throw new LaunchException("which Kafka? give --kafka host:port or set " + SettingKey.KAFKA.variable()
                    + "; ./soakline demo brings its own");
        }
        return kafkaAt(get(SettingKey.KAFKA));
    }

    /** The settings' prefix and properties on a broker of our own. */
    public KafkaSettings kafkaAt(String bootstrapServers) throws LaunchException {
        return new KafkaSettings(bootstrapServers, get(SettingKey.TOPIC_PREFIX), kafkaProperties());
    }

    /** The file of client properties; null when there is none. */
    public @Nullable Path kafkaPropertiesFile() {
        return has(SettingKey.KAFKA_PROPERTIES)
                ? Path.of(get(SettingKey.KAFKA_PROPERTIES)).toAbsolutePath()
                : null;
    }

    private Map<String, String> kafkaProperties() throws LaunchException {
        Map<String, String> all = new TreeMap<>();
        Path file = kafkaPropertiesFile();
        if (file == null) {
            return all;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new LaunchException("cannot read the Kafka properties in " + file + ": " + e.getMessage(), e);
        }
        properties.stringPropertyNames().forEach(name -> all.put(name, properties.getProperty(name)));
        return all;
    }

    /**
     * The policy that the settings name, or the defaults.
     *
     * @throws PolicyException naming file, line, key and expectation
     */
    public Policy policy() throws PolicyException {
        return has(SettingKey.POLICY) ? PolicyFile.read(Path.of(get(SettingKey.POLICY))) : Policy.DEFAULT;
    }

    /** The InfluxDB that the settings name; its token comes from a file or the environment, never from a flag. */
    public InfluxSettings influx() throws LaunchException {
        Map<String, String> variables = new HashMap<>(environment);
        if (has(SettingKey.INFLUX_TOKEN_FILE)) {
            variables.put(InfluxSettings.TOKEN_FILE, get(SettingKey.INFLUX_TOKEN_FILE));
        }
        try {
            return InfluxSettings.of(
                    get(SettingKey.INFLUX_URL),
                    get(SettingKey.INFLUX_ORG),
                    get(SettingKey.INFLUX_BUCKET),
                    true,
                    variables);
        } catch (IllegalArgumentException e) {
            throw new LaunchException(e.getMessage(), e);
        }
    }

    public Map<String, String> environment() {
        return environment;
    }
}
