package io.soakline.produce.input;

import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One picture as a float tensor. Its arithmetic is spelt out here, so that every Java gives the same bits. */
final class PictureTensor {

    private final Preprocessing preprocessing;

    PictureTensor(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
    }

    ByteBuffer of(BufferedImage picture) {
        int height = preprocessing.height();
        int width = preprocessing.width();
        int covered = coveredWidth(picture);
        ByteBuffer tensor = ByteBuffer.allocateDirect(3 * height * width * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int channel = 0; channel < 3; channel++) {
            int shift = shift(channel);
            double mean = preprocessing.mean().get(channel);
            double deviation = preprocessing.standardDeviation().get(channel);
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double value = x < covered
                            ? (sample(picture, x, y, covered, shift) * preprocessing.scale() - mean) / deviation
                            : preprocessing.padding();
                    tensor.putFloat((float) value);
                }
            }
        }
        return tensor.rewind();
    }

    private int coveredWidth(BufferedImage picture) {
        if ("stretch".equals(preprocessing.fit())) {
            return preprocessing.width();
        }
        double proportional = Math.ceil((double) preprocessing.height() * picture.getWidth() / picture.getHeight());
        return (int) Math.min(preprocessing.width(), proportional);
    }

    /** Bit position of the channel in an ARGB pixel. */
    private int shift(int channel) {
        int redFirst = 16 - 8 * channel;
        return "RGB".equals(preprocessing.channelOrder()) ? redFirst : 16 - redFirst;
    }

    /** Bilinear, pixel centres at half coordinates, edges repeated; the pixel itself when nothing is resized. */
    private double sample(BufferedImage picture, int x, int y, int covered, int shift) {
        double sourceX = (x + 0.5) * picture.getWidth() / covered - 0.5;
        double sourceY = (y + 0.5) * picture.getHeight() / preprocessing.height() - 0.5;
        int left = (int) Math.floor(sourceX);
        int top = (int) Math.floor(sourceY);
        double right = sourceX - left;
        double down = sourceY - top;
        double upper = (1 - right) * pixel(picture, left, top, shift) + right * pixel(picture, left + 1, top, shift);
        double lower =
                (1 - right) * pixel(picture, left, top + 1, shift) + right * pixel(picture, left + 1, top + 1, shift);
        return (1 - down) * upper + down * lower;
    }

    private static int pixel(BufferedImage picture, int x, int y, int shift) {
        int inX = Math.min(Math.max(x, 0), picture.getWidth() - 1);
        int inY = Math.min(Math.max(y, 0), picture.getHeight() - 1);
        return picture.getRGB(inX, inY) >>> shift & 0xff;
    }
}
