package io.soakline.produce.device;

import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The power mode that {@code nvpmodel} has set. */
final class NvpModel {

    private static final String STATUS = "var/lib/nvpmodel/status";
    private static final String CONFIGURATION = "etc/nvpmodel.conf";
    private static final Pattern MODE = Pattern.compile("pmode:(\\d{1,4})");
    private static final Pattern NAMED = Pattern.compile("POWER_MODEL\\s+ID=(\\d{1,4})\\s+NAME=(\\S{1,60})");
    private static final Pattern ANSWER = Pattern.compile("NV Power Mode:\\s*(\\S{1,60})\\s+(\\d{1,4})\\b");

    private NvpModel() {}

    /** Out of nvpmodel's status file; null when it says nothing of a mode. */
    static @Nullable Integer number(String status) {
        Matcher matcher = MODE.matcher(status);
        return matcher.find() ? Integer.valueOf(matcher.group(1)) : null;
    }

    /**
     * Name and number, {@code MAXN (0)}.
     *
     * @param tool answers a question to {@code nvpmodel}; null when it cannot be asked
     */
    static String describe(SystemFiles files, Function<String, @Nullable String> tool) {
        String status = files.text(STATUS);
        Integer number = status == null ? null : number(status);
        if (number != null) {
            String name = name(files, number);
            return name == null ? "mode " + number : name + " (" + number + ")";
        }
        String answer = tool.apply("-q");
        if (answer == null) {
            return "not offered: no mode in /" + STATUS + ", and nvpmodel -q does not answer";
        }
        Matcher matcher = ANSWER.matcher(answer);
        return matcher.find()
                ? matcher.group(1) + " (" + matcher.group(2) + ")"
                : "not offered: nvpmodel -q answers without a power mode";
    }

    private static @Nullable String name(SystemFiles files, int number) {
        String configuration = files.text(CONFIGURATION);
        if (configuration == null) {
            return null;
        }
        Matcher matcher = NAMED.matcher(configuration);
        while (matcher.find()) {
            if (Integer.parseInt(matcher.group(1)) == number) {
                return matcher.group(2);
            }
        }
        return null;
    }
}
