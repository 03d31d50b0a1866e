package io.soakline.sink.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.soakline.variance.PlatformInversion;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether the nominally faster of two devices is the slower one under this compiler. Nominally faster is the device on
 * which the model's other compilers are faster, by the geometric mean of their runs.
 *
 * @param verdict {@code inverted}, {@code as_expected}, {@code undecided} or {@code refused}
 * @param ratio faster device's latency over the slower one's, with its 95 % interval; above 1 is an inversion
 * @param reason one sentence with figures
 */
@JsonPropertyOrder({"model", "compiler", "faster", "slower", "verdict", "ratio", "low", "high", "pValue", "reason"})
public record PlatformSummary(
        String model,
        String compiler,
        String faster,
        String slower,
        String verdict,
        @Nullable Double ratio,
        @Nullable Double low,
        @Nullable Double high,
        @Nullable Double pValue,
        String reason) {

    static PlatformSummary of(
            String model, String compiler, String faster, String slower, PlatformInversion inversion) {
        return new PlatformSummary(
                model,
                compiler,
                faster,
                slower,
                inversion.verdict().name().toLowerCase(Locale.ROOT),
                Finite.orNull(inversion.ratio()),
                Finite.orNull(inversion.low()),
                Finite.orNull(inversion.high()),
                Finite.orNull(inversion.pValue()),
                inversion.reason());
    }
}
