package io.soakline.launch;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Composes the detector's inputs: 16 pages of 160 by 160 pixels, each with one to four of the demo's upright lines of text
 * at random sizes and places. Run it once and commit the pictures, as for the lines themselves.
 *
 * <p>Usage: {@code TextPages FOLDER-OF-LINES FOLDER}. The same lines give the same pages.
 */
public final class TextPages {

    private static final int PAGES = 16;
    private static final int SIZE = 160;
    private static final int MARGIN = 4;
    /** Every second line of the demo is upside down. */
    private static final int UPRIGHT_LINES = 32;

    private TextPages() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: TextPages FOLDER-OF-LINES FOLDER");
        }
        Path lines = Path.of(arguments[0]);
        Path folder = Files.createDirectories(Path.of(arguments[1]));
        Random random = new Random(20261128);
        int next = 0;
        for (int page = 0; page < PAGES; page++) {
            int count = 1 + page % 4;
            BufferedImage picture = paper(235 + random.nextInt(21));
            for (int line = 0; line < count; line++) {
                BufferedImage text =
                        ImageIO.read(lines.resolve(String.format("line-%02d.png", 2 * (next++ % UPRIGHT_LINES)))
                                .toFile());
                put(text, picture, line, count, random);
            }
            ImageIO.write(
                    picture,
                    "png",
                    folder.resolve(String.format("page-%02d.png", page)).toFile());
        }
    }

    private static BufferedImage paper(int level) {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                picture.getRaster().setSample(x, y, 0, level);
            }
        }
        return picture;
    }

    /** Into the line's share of the page's height, without touching its neighbours. */
    private static void put(BufferedImage text, BufferedImage page, int line, int lines, Random random) {
        int share = SIZE / lines;
        double largest = Math.min((SIZE - 2.0 * MARGIN) / text.getWidth(), (share - 2.0 * MARGIN) / text.getHeight());
        double scale = Math.min(largest, 0.45 + 0.55 * random.nextDouble());
        int width = (int) (text.getWidth() * scale);
        int height = (int) (text.getHeight() * scale);
        int x = MARGIN + random.nextInt(SIZE - 2 * MARGIN - width + 1);
        int y = line * share + MARGIN + random.nextInt(share - 2 * MARGIN - height + 1);
        BufferedImage scaled = scaled(text, width, height);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                page.getRaster()
                        .setSample(x + column, y + row, 0, scaled.getRaster().getSample(column, row, 0));
            }
        }
    }

    /** In plain RGB, whose levels Java does not convert to linear light. */
    private static BufferedImage scaled(BufferedImage text, int width, int height) {
        BufferedImage plain = new BufferedImage(text.getWidth(), text.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < text.getHeight(); y++) {
            for (int x = 0; x < text.getWidth(); x++) {
                int level = text.getRaster().getSample(x, y, 0);
                plain.setRGB(x, y, new Color(level, level, level).getRGB());
            }
        }
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        canvas.drawImage(plain, 0, 0, width, height, null);
        canvas.dispose();
        return picture;
    }
}
