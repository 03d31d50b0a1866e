package io.soakline.launch;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them, always with a unit: {@code 60s}, {@code 10ms}, {@code 2h}, {@code 1.5m}. */
public final class HumanDuration implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|ms|s|m|h|d)");

    @Override
    public Duration convert(String text) {
        return parse(text);
    }

    /** @throws TypeConversionException with a suggestion when the unit is missing */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            String hint = text.matches("\\d+") ? "; did you mean " + text + "s?" : "";
            throw new TypeConversionException(
                    "'" + text + "' is not a duration with a unit, such as 60s, 10ms or 2h" + hint);
        }
        double unitNanos = switch (matcher.group(2)) {
            case "ns" -> 1;
            case "us" -> 1e3;
            case "ms" -> 1e6;
            case "s" -> 1e9;
            case "m" -> 60e9;
            case "h" -> 3600e9;
            default -> 86_400e9;
        };
        return Duration.ofNanos(Math.round(Double.parseDouble(matcher.group(1)) * unitNanos));
    }

    /** {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}: two units at most. */
    public static String format(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
