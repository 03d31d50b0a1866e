package io.soakline.sink.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Maps values to places on an axis, in percent of its width. */
record Scale(double low, double high, boolean logarithmic) {

    /** Room at both ends, so that nothing is cut off. */
    private static final double MARGIN = 2;

    private static final double[] STEPS = {1, 2, 5};
    private static final List<Double> NICE = List.of(1.0, 2.0, 2.5, 5.0);

    /** @param low above 0; the same as {@code high} gets some room */
    static Scale logarithmic(double low, double high) {
        return low < high ? new Scale(low, high, true) : new Scale(low * 0.9, low * 1.1, true);
    }

    static Scale linear(double low, double high) {
        double room = low < high ? (high - low) * 0.05 : Math.max(Math.abs(low) * 0.05, 1e-9);
        return new Scale(low - room, high + room, false);
    }

    /** Values beyond the ends are put at them. */
    double fraction(double value) {
        double f = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return Math.max(0, Math.min(1, f));
    }

    /** For an SVG attribute. */
    String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", MARGIN + (100 - 2 * MARGIN) * fraction(value));
    }

    /** The same place where the whole width is 1000. */
    double thousandth(double value) {
        return 10 * (MARGIN + (100 - 2 * MARGIN) * fraction(value));
    }

    /** Round values within, two to {@code most} of them where there are any. */
    List<Double> ticks(int most) {
        List<Double> ticks = logarithmic ? decades() : List.of();
        if (ticks.size() < 3) {
            ticks = even(most);
        }
        int every = (ticks.size() + most - 1) / most;
        List<Double> kept = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i += every) {
            kept.add(ticks.get(i));
        }
        return kept;
    }

    private List<Double> decades() {
        List<Double> ticks = new ArrayList<>();
        for (int e = (int) Math.floor(Math.log10(low)); e <= Math.log10(high); e++) {
            for (double step : STEPS) {
                add(ticks, step * Math.pow(10, e));
            }
        }
        return ticks;
    }

    private List<Double> even(int most) {
        double raw = (high - low) / most;
        double decade = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = NICE.stream()
                .mapToDouble(nice -> nice * decade)
                .filter(candidate -> candidate >= raw)
                .findFirst()
                .orElse(10 * decade);
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            add(ticks, i * step);
        }
        return ticks;
    }

    private void add(List<Double> ticks, double value) {
        if (value >= low && value <= high) {
            ticks.add(value);
        }
    }
}
