package io.soakline.sink.report.html;

import java.util.Locale;

/**
 * Fill of a cell, from nearly white to dark in one hue (ColorBrewer's Blues and Oranges), and black or white letters on it,
 * whichever stand out more: at least 4.5 to 1, as WCAG 2.2 asks.
 */
enum Shade {
    BLUE(0xf7fbff, 0x6baed6, 0x08306b),
    ORANGE(0xfff5eb, 0xfd8d3c, 0x7f2704);

    /** Black and white stand out alike against this luminance. */
    private static final double EVEN = 0.179;

    private final int light;
    private final int middle;
    private final int dark;

    Shade(int light, int middle, int dark) {
        this.light = light;
        this.middle = middle;
        this.dark = dark;
    }

    /** @param share from 0 (light) to 1 (dark) */
    private int channel(double share, int shift) {
        double place = 2 * share;
        int from = place < 1 ? light : middle;
        int to = place < 1 ? middle : dark;
        double part = place < 1 ? place : place - 1;
        return (int) Math.round(((from >> shift) & 255) * (1 - part) + ((to >> shift) & 255) * part);
    }

    String colour(double share) {
        return String.format(Locale.ROOT, "#%02x%02x%02x", channel(share, 16), channel(share, 8), channel(share, 0));
    }

    /** Whether white letters stand out more than black ones. */
    boolean whiteLetters(double share) {
        return luminance(share) < EVEN;
    }

    /** Relative luminance as WCAG 2.2 defines it. */
    double luminance(double share) {
        return 0.2126 * linear(channel(share, 16))
                + 0.7152 * linear(channel(share, 8))
                + 0.0722 * linear(channel(share, 0));
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
