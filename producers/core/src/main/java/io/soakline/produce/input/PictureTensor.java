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

    ByteBuffer of(BufferedImage image) {
        Pixels picture = Pixels.of(image);
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

    private int coveredWidth(Pixels picture) {
        if ("stretch".equals(preprocessing.fit())) {
            return preprocessing.width();
        }
        double proportional = Math.ceil((double) preprocessing.height() * picture.width() / picture.height());
        return (int) Math.min(preprocessing.width(), proportional);
    }

    /** Bit position of the channel in an ARGB pixel. */
    private int shift(int channel) {
        int redFirst = 16 - 8 * channel;
        return "RGB".equals(preprocessing.channelOrder()) ? redFirst : 16 - redFirst;
    }

    /** Bilinear, pixel centres at half coordinates, edges repeated; the pixel itself when nothing is resized. */
    private double sample(Pixels picture, int x, int y, int covered, int shift) {
        double sourceX = (x + 0.5) * picture.width() / covered - 0.5;
        double sourceY = (y + 0.5) * picture.height() / preprocessing.height() - 0.5;
        int left = (int) Math.floor(sourceX);
        int top = (int) Math.floor(sourceY);
        double right = sourceX - left;
        double down = sourceY - top;
        double upper = (1 - right) * pixel(picture, left, top, shift) + right * pixel(picture, left + 1, top, shift);
        double lower =
                (1 - right) * pixel(picture, left, top + 1, shift) + right * pixel(picture, left + 1, top + 1, shift);
        return (1 - down) * upper + down * lower;
    }

    private static int pixel(Pixels picture, int x, int y, int shift) {
        int inX = Math.min(Math.max(x, 0), picture.width() - 1);
        int inY = Math.min(Math.max(y, 0), picture.height() - 1);
        return (picture.rgb()[inY * picture.width() + inX] >>> shift) & 0xff;
    }

    /**
     * A picture's pixels as red, green and blue of 0 to 255.
     *
     * <p>Grey levels are taken from the file as they are: Java would convert them from linear light, which no other
     * image library does.
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pixels(int width, int height, int[] rgb) {

        static Pixels of(BufferedImage image) {
            int width = image.getWidth();
            int height = image.getHeight();
            int[] rgb = new int[width * height];
            boolean grey = image.getType() == BufferedImage.TYPE_BYTE_GRAY;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    rgb[y * width + x] = grey ? image.getRaster().getSample(x, y, 0) * 0x010101 : image.getRGB(x, y);
                }
            }
            return new Pixels(width, height, rgb);
        }
    }
}
