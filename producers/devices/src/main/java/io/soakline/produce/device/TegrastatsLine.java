package io.soakline.produce.device;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code tegrastats}, of JetPack 4 to 7. The generations differ in where a clock stands and in units:
 *
 * <pre>
 * GR3D_FREQ 0%            GR3D_FREQ 0%@114        GR3D_FREQ 0%@[305]   GR3D_FREQ 12%@[1300,1300]   GR3D_FREQ @[314,314,314]
 * CPU [2%@345,off]        CPU [0%,5%,off]@2601
 * VDD_IN 2532/2698        VDD_IN 5251mW/8535mW    VIN 28906mW/14453mW/28906mW
 * GPU@41C                 CV0@-256C               gpu@51.218C/51.218C
 * </pre>
 *
 * <p>What is switched off or not powered has a place without a value (NaN), so that the quantities of a line do not change
 * from one to the next. Words that are not known are passed over.
 */
final class TegrastatsLine {

    /** What is measured, and where. */
    record Key(String quantity, String sensor) {}

    /** A line that is none of tegrastats'. */
    static final class Fault extends Exception {

        private Fault(String message) {
            super(message);
        }
    }

    private static final int LONGEST = 4096;
    /** Of a sensor without power, as the kernel says it. */
    private static final double UNPOWERED_CELSIUS = -256;

    private static final Pattern REMARK = Pattern.compile("\\([^)]*\\)");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern MEMORY = Pattern.compile("(\\d{1,9})/(\\d{1,9})([kM])B");
    private static final Pattern CORES = Pattern.compile("\\[([^\\]]*)\\](?:@(\\d{1,6}))?");
    private static final Pattern CORE = Pattern.compile("(\\d{1,3})%(?:@(\\d{1,6}))?");
    private static final Pattern USE = Pattern.compile("(?:(\\d{1,3})%)?(?:@(?:(\\d{1,6})|\\[([^\\]]*)\\]))?");
    private static final Pattern CLOCK = Pattern.compile("\\d{1,6}");
    private static final Pattern RAIL = Pattern.compile("(\\d{1,9})(?:mW)?/\\d{1,9}(?:mW)?(?:/\\d{1,9}(?:mW)?)?");
    private static final Pattern HEAT =
            Pattern.compile("(\\w{1,40})@(-?\\d{1,4}(?:\\.\\d{1,6})?)C(?:/-?\\d{1,4}(?:\\.\\d{1,6})?C)?");
    private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w{0,60}");

    private final Map<Key, Double> values = new LinkedHashMap<>();

    private TegrastatsLine() {}

    /** @throws Fault when there is nothing in it that tegrastats would print */
    static Map<Key, Double> parse(String line) throws Fault {
        if (line.length() > LONGEST) {
            throw new Fault("a line of " + line.length() + " characters");
        }
        String plain = IN_BRACKETS
                .matcher(REMARK.matcher(line).replaceAll(" "))
                .replaceAll(brackets -> brackets.group().replaceAll("\\s", ""));
        TegrastatsLine parsed = new TegrastatsLine();
        parsed.readWords(plain.strip().split("\\s+", -1));
        if (parsed.values.isEmpty()) {
            throw new Fault("nothing that tegrastats prints");
        }
        return Collections.unmodifiableMap(parsed.values);
    }

    private void readWords(String[] words) {
        int i = 0;
        while (i < words.length) {
            boolean alone = heat(words[i]);
            boolean pair = !alone
                    && i + 1 < words.length
                    && NAME.matcher(words[i]).matches()
                    && quantity(words[i], words[i + 1]);
            i += pair ? 2 : 1;
        }
    }

    private boolean heat(String word) {
        Matcher matcher = HEAT.matcher(word);
        if (!matcher.matches()) {
            return false;
        }
        double celsius = Double.parseDouble(matcher.group(2));
        put("temperatureCelsius", matcher.group(1), celsius <= UNPOWERED_CELSIUS ? Double.NaN : celsius);
        return true;
    }

    private boolean quantity(String name, String value) {
        return switch (name) {
            case "RAM", "SWAP", "IRAM" -> memory(name, value);
            case "CPU" -> cores(value);
            // Load of the multi-threaded scheduler, by foreground and background: MTS fg 0% bg 0%.
            case "fg", "bg" -> false;
            default -> rail(name, value) || engine(name, value);
        };
    }

    private boolean memory(String name, String value) {
        Matcher matcher = MEMORY.matcher(value);
        if (!matcher.lookingAt()) {
            return false;
        }
        double used = Double.parseDouble(matcher.group(1));
        put("memoryUsedMebibytes", lower(name), matcher.group(3).equals("k") ? used / 1024 : used);
        return true;
    }

    private boolean cores(String value) {
        Matcher matcher = CORES.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        String[] cores = matcher.group(1).split(",", -1);
        for (int i = 0; i < cores.length; i++) {
            Matcher core = CORE.matcher(cores[i]);
            boolean on = core.matches();
            String clock = !on ? null : core.group(2) == null ? matcher.group(2) : core.group(2);
            put("cpuUtilisationPercent", "cpu" + i, on ? number(core.group(1)) : Double.NaN);
            put("frequencyMegahertz", "cpu" + i, number(clock));
        }
        return true;
    }

    private boolean rail(String name, String value) {
        Matcher matcher = RAIL.matcher(value);
        if (!matcher.matches()) {
            return false;
        }
        if (!name.equals("NC")) {
            put("powerMilliwatts", name, number(matcher.group(1)));
        }
        return true;
    }

    private boolean engine(String name, String value) {
        String sensor = sensor(name);
        if (value.equalsIgnoreCase("off")) {
            put(utilisation(sensor), sensor, Double.NaN);
            put("frequencyMegahertz", sensor, Double.NaN);
            return true;
        }
        if (CLOCK.matcher(value).matches()) {
            put("frequencyMegahertz", sensor, number(value));
            return true;
        }
        Matcher matcher = USE.matcher(value);
        if (value.isEmpty() || !matcher.matches()) {
            return false;
        }
        put(utilisation(sensor), sensor, number(matcher.group(1)));
        clocks(sensor, matcher.group(2), matcher.group(3));
        return true;
    }

    /** A GPU of several clusters has a clock in each; the first is the GPU's. */
    private void clocks(String sensor, @Nullable String one, @Nullable String several) {
        if (several == null) {
            put("frequencyMegahertz", sensor, number(one));
            return;
        }
        String[] clocks = several.split(",", -1);
        for (int i = 0; i < clocks.length; i++) {
            double clock = CLOCK.matcher(clocks[i]).matches() ? number(clocks[i]) : Double.NaN;
            put("frequencyMegahertz", i == 0 ? sensor : sensor + "-" + i, clock);
        }
    }

    private static String sensor(String name) {
        String engine = lower(name.endsWith("_FREQ") ? name.substring(0, name.length() - "_FREQ".length()) : name);
        return engine.equals("gr3d") ? "gpu" : engine;
    }

    private static String utilisation(String sensor) {
        return switch (sensor) {
            case "gpu" -> "gpuUtilisationPercent";
            case "emc" -> "memoryUtilisationPercent";
            default -> "engineUtilisationPercent";
        };
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static double number(@Nullable String digits) {
        return digits == null ? Double.NaN : Double.parseDouble(digits);
    }

    private void put(String quantity, String sensor, double value) {
        values.put(new Key(quantity, sensor), value);
    }
}
