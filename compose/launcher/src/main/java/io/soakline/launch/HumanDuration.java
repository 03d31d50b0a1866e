package io.soakline.launch;

import io.soakline.produce.soak.DurationText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them, always with a unit: {@code 60s}, {@code 10ms}, {@code 2h}, {@code 1.5m}. */
public final class HumanDuration implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        return parse(text);
    }

    /** @throws TypeConversionException with a suggestion when the unit is missing */
    public static Duration parse(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            String hint = text.matches("\\d+") ? "; did you mean " + text + "s?" : "";
            throw new TypeConversionException(e.getMessage() + hint);
        }
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
