package io.soakline.sink.page;

import static io.soakline.sink.page.Views.finite;
import static io.soakline.sink.page.Views.millis;
import static io.soakline.sink.page.Views.name;

import io.soakline.record.Agreement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far the outputs of two runs agree. */
record AgreementView(
        String runA,
        String runB,
        String engineA,
        String engineB,
        String factor,
        long asOfMillis,
        int inputs,
        @Nullable Double bitwiseRate,
        @Nullable Double top1Rate,
        @Nullable Double maxAbs,
        @Nullable Integer labelFlips,
        String evidence) {

    static AgreementView of(Agreement a) {
        return new AgreementView(
                name(a.getRunA()),
                name(a.getRunB()),
                name(a.getEngineA()),
                name(a.getEngineB()),
                a.getFactor().name().toLowerCase(Locale.ROOT),
                millis(a.getAsOfNanos()),
                a.getInputs(),
                finite(a.getBitwiseRate()),
                finite(a.getTop1Rate()),
                finite(a.getMaxAbs()),
                a.getLabelFlipCount(),
                a.getEvidence());
    }
}
