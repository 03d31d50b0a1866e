package io.soakline.produce.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.soakline.produce.input.InputFolder;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Renders the demo's inputs: 64 lines of text, every second one turned by 180 degrees, of different words, fonts, sizes,
 * contrasts and offsets. Run it once and commit the pictures: fonts differ from host to host, the pictures must not.
 *
 * <p>Usage: {@code TextLines FOLDER}. The same fonts give the same pictures.
 */
public final class TextLines {

    private static final int COUNT = 64;
    private static final int HEIGHT = 48;
    private static final int MAX_WIDTH = 192;
    private static final String[] FAMILIES = {Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED};
    /** An odd number of them, so that each comes upright and turned. */
    private static final String[] WORDS = {
        "Predictable",
        "engine 42",
        "Kafka broker",
        "latency 3.7 ms",
        "Open daily",
        "Platform 9",
        "North Gate",
        "Lot No. 5813",
        "Exit ahead",
        "Quality first",
        "Batch 2026-11",
        "Keep refrigerated",
        "Made with care",
        "Invoice total",
        "Page 17 of 64",
        "Soak test",
        "Please wait",
        "Fragile glass",
        "Room 214",
        "Good morning",
        "Hall of records"
    };

    private TextLines() {}

    private record Line(String file, int label) {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("usage: TextLines FOLDER");
        }
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        Random random = new Random(20261123);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            boolean turned = i % 2 == 1;
            String file = String.format("line-%02d.png", i);
            BufferedImage upright = render(WORDS[i % WORDS.length], FAMILIES[i % FAMILIES.length], random);
            ImageIO.write(grey(upright, turned), "png", folder.resolve(file).toFile());
            lines.add(new Line(file, turned ? 1 : 0));
        }
        Files.writeString(folder.resolve(InputFolder.FILE_NAME), description(lines));
    }

    private static BufferedImage render(String text, String family, Random random) {
        int style = random.nextInt(3) == 0 ? Font.BOLD : Font.PLAIN;
        Color paper = grey(200 + random.nextInt(56));
        Color ink = grey(random.nextInt(90));
        int margin = 4 + random.nextInt(7);
        TextLayout layout = fitting(text, family, style, 25 + random.nextInt(10), MAX_WIDTH - 2 * margin);
        Rectangle2D bounds = layout.getBounds();
        int width = (int) Math.min(MAX_WIDTH, Math.ceil(bounds.getWidth()) + 2 * margin);
        BufferedImage picture = new BufferedImage(width, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = picture.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        canvas.setColor(paper);
        canvas.fillRect(0, 0, width, HEIGHT);
        canvas.setColor(ink);
        double centred = (HEIGHT - bounds.getHeight()) / 2 - bounds.getY();
        double offset = random.nextInt(5) - 2;
        layout.draw(canvas, (float) (margin - bounds.getX()), (float) (centred + offset));
        canvas.dispose();
        return picture;
    }

    /** The text at the wanted size, or at the largest that leaves a margin. */
    private static TextLayout fitting(String text, String family, int style, int size, int width) {
        BufferedImage scratch = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D canvas = scratch.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        TextLayout layout;
        int tried = size;
        do {
            layout = new TextLayout(text, new Font(family, style, tried--), canvas.getFontRenderContext());
        } while (layout.getBounds().getWidth() > width && tried > 8);
        canvas.dispose();
        return layout;
    }

    private static Color grey(int level) {
        return new Color(level, level, level);
    }

    /** The picture's grey levels as they are, without Java's conversion to linear light; turned by 180 degrees if asked. */
    private static BufferedImage grey(BufferedImage picture, boolean turned) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int level = picture.getRGB(turned ? width - 1 - x : x, turned ? height - 1 - y : y) & 0xff;
                grey.getRaster().setSample(x, y, 0, level);
            }
        }
        return grey;
    }

    private static String description(List<Line> lines) throws IOException {
        Map<String, Object> preprocessing = new LinkedHashMap<>();
        preprocessing.put("layout", "NCHW");
        preprocessing.put("width", MAX_WIDTH);
        preprocessing.put("height", HEIGHT);
        preprocessing.put("channelOrder", "BGR");
        preprocessing.put("fit", "height");
        preprocessing.put("scale", 1 / 255.0);
        preprocessing.put("mean", List.of(0.5, 0.5, 0.5));
        preprocessing.put("standardDeviation", List.of(0.5, 0.5, 0.5));
        preprocessing.put("padding", 0.0);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("version", 1);
        description.put("name", "text-lines-64");
        description.put("preprocessing", preprocessing);
        description.put("inputs", lines);
        ObjectMapper json = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        return json.writeValueAsString(description) + "\n";
    }
}
