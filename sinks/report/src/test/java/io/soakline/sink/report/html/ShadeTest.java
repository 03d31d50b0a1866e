package io.soakline.sink.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShadeTest {

    @ParameterizedTest
    @EnumSource
    void letters_givenAnyShare_standOut(Shade shade) {
        for (int percent = 0; percent <= 100; percent++) {
            double share = percent / 100.0;
            double letters = shade.whiteLetters(share) ? 1 : 0;
            double fill = shade.luminance(share);
            double contrast = (Math.max(letters, fill) + 0.05) / (Math.min(letters, fill) + 0.05);
            assertThat(contrast).as(percent + " %").isGreaterThanOrEqualTo(4.5);
        }
    }

    @ParameterizedTest
    @EnumSource
    void colour_givenLargerShare_isDarker(Shade shade) {
        for (int percent = 1; percent <= 100; percent++) {
            assertThat(shade.luminance(percent / 100.0)).isLessThan(shade.luminance((percent - 1) / 100.0));
        }
        assertThat(shade.colour(0)).matches("#f[0-9a-f]{5}");
    }
}
