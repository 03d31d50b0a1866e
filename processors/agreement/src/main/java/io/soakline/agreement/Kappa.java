package io.soakline.agreement;

import org.jspecify.annotations.Nullable;

/**
 * Agreement beyond chance, or why there is none: exactly one of the two is null.
 *
 * @param value at most 1; 0 is what chance gives, below 0 is worse
 * @param undefined one sentence for people
 */
public record Kappa(@Nullable Double value, @Nullable String undefined) {

    static Kappa of(double value) {
        return new Kappa(value, null);
    }

    static Kappa undefined(String reason) {
        return new Kappa(null, reason);
    }

    /** {@code (observed - chance) / (1 - chance)}. */
    static Kappa of(double observed, double chance) {
        return chance >= 1
                ? undefined("every output has one and the same label: chance alone would agree")
                : of((observed - chance) / (1 - chance));
    }
}
