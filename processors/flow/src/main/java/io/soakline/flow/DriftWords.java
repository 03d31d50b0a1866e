package io.soakline.flow;

import io.soakline.drift.DriftAlarm;
import io.soakline.drift.DriftDirection;
import io.soakline.drift.DriftFeature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A drift alarm in one sentence. */
final class DriftWords {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DriftWords() {}

    /** "p99 of AutoTVM on host rose by 310 % (95 %: 290 to 330 %) since …; chance would give this once in 2 weeks". */
    static String evidence(DriftAlarm alarm, String engine, String device) {
        return String.format(
                Locale.ROOT,
                "%s of %s on %s %s%s since %s UTC; chance would give such an alarm %s",
                alarm.quantity(),
                engine,
                device,
                verb(alarm),
                size(alarm),
                TIME.format(Instant.ofEpochSecond(0, alarm.changeAtNanos())),
                chance(alarm.expectedByChancePerWeek()));
    }

    private static String verb(DriftAlarm alarm) {
        if (alarm.feature() == DriftFeature.PERIODIC) {
            return Double.isNaN(alarm.periodSeconds())
                    ? "goes up and down periodically"
                    : String.format(Locale.ROOT, "goes up and down every %.0f s", alarm.periodSeconds());
        }
        // The figure beside it decides: a size estimated from few panes may differ in sign from what rang.
        boolean up = Double.isFinite(alarm.ratio()) ? alarm.ratio() >= 1 : alarm.direction() == DriftDirection.UP;
        return up ? "rose" : "fell";
    }

    private static String size(DriftAlarm alarm) {
        if (!Double.isFinite(alarm.ratio())) {
            return "";
        }
        double percent = Math.abs(percent(alarm.ratio()));
        if (!Double.isFinite(alarm.ratioLow()) || !Double.isFinite(alarm.ratioHigh())) {
            return String.format(Locale.ROOT, " by %s %%", figure(percent));
        }
        boolean fell = alarm.ratio() < 1;
        double low = percent(alarm.ratioLow());
        double high = percent(alarm.ratioHigh());
        return String.format(
                Locale.ROOT,
                " by %s %% (95 %%: %s to %s %%)",
                figure(percent),
                figure(fell ? -high : low),
                figure(fell ? -low : high));
    }

    /** Change in percent. */
    static double percent(double ratio) {
        return 100 * (ratio - 1);
    }

    private static String figure(double percent) {
        return String.format(Locale.ROOT, Math.abs(percent) < 10 ? "%.1f" : "%.0f", percent);
    }

    private static String chance(double perWeek) {
        return perWeek <= 1
                ? String.format(Locale.ROOT, "once in %s", weeks(1 / perWeek))
                : String.format(Locale.ROOT, "%s times a week", number(perWeek));
    }

    private static String weeks(double weeks) {
        return weeks < 1.05 ? "a week" : number(weeks) + " weeks";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%,.0f", value).replaceFirst("\\.0$", "");
    }
}
