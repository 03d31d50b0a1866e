package io.soakline.produce.input;

import java.util.List;

/**
 * How pictures become tensors of shape {@code [1, 3, height, width]}, declared in {@code inputs.json} or beside the model.
 *
 * <p>A picture is resized by {@code fit}, and each channel value v of 0 to 255 becomes
 * {@code (v * scale - mean) / standardDeviation}. Pixels that the picture does not cover hold {@code padding}.
 *
 * @param layout {@code NCHW}, the only one known so far
 * @param width of the tensor, pixels
 * @param height of the tensor, pixels
 * @param channelOrder {@code RGB} or {@code BGR}
 * @param fit {@code stretch}: to width and height; {@code height}: to the height, keeping the proportions but never
 *     wider than the tensor, padded on the right
 * @param scale factor on 0 to 255, usually 1/255
 * @param mean per channel, in channel order
 * @param standardDeviation per channel, in channel order
 * @param padding tensor value, after normalisation, where there is no picture
 */
public record Preprocessing(
        String layout,
        int width,
        int height,
        String channelOrder,
        String fit,
        double scale,
        List<Double> mean,
        List<Double> standardDeviation,
        double padding) {

    /** Largest width and height. */
    public static final int MOST_PIXELS = 16_384;

    public Preprocessing {
        require("NCHW".equals(layout), "layout", layout, "NCHW");
        require(width > 0 && width <= MOST_PIXELS, "width", width, "1 to 16384");
        require(height > 0 && height <= MOST_PIXELS, "height", height, "1 to 16384");
        require("RGB".equals(channelOrder) || "BGR".equals(channelOrder), "channelOrder", channelOrder, "RGB or BGR");
        require("stretch".equals(fit) || "height".equals(fit), "fit", fit, "stretch or height");
        require(scale > 0 && Double.isFinite(scale), "scale", scale, "a positive number, usually 1/255");
        require(mean != null && mean.size() == 3, "mean", mean, "three numbers");
        require(
                standardDeviation != null
                        && standardDeviation.size() == 3
                        && standardDeviation.stream().allMatch(d -> d > 0),
                "standardDeviation",
                standardDeviation,
                "three positive numbers");
        mean = List.copyOf(mean);
        standardDeviation = List.copyOf(standardDeviation);
    }

    /** Every setting in one line, numbers in their exact hexadecimal form: what the input set's digest covers. */
    String declaration() {
        return String.join(
                " ",
                layout,
                width + "x" + height,
                channelOrder,
                fit,
                "scale",
                Double.toHexString(scale),
                "mean",
                hex(mean),
                "standardDeviation",
                hex(standardDeviation),
                "padding",
                Double.toHexString(padding));
    }

    private static String hex(List<Double> numbers) {
        return String.join(",", numbers.stream().map(Double::toHexString).toList());
    }

    private static void require(boolean good, String key, Object value, String expected) {
        if (!good) {
            throw new IllegalArgumentException("preprocessing." + key + " is " + value + ", expected " + expected);
        }
    }
}
