package io.soakline.sink.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The page's files. All but the HTML are served below a folder named after the digest of them all, so that a browser may
 * keep them for ever and modules find each other by relative names.
 */
final class Assets {

    /** Not a record: its bytes are shared, never compared and never changed. */
    static final class Asset {
        private final String contentType;
        private final byte[] bytes;

        private Asset(String contentType, byte[] bytes) {
            this.contentType = contentType;
            this.bytes = bytes;
        }

        String contentType() {
            return contentType;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    private static final String FOLDER = "/io/soakline/sink/page/assets/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";
    private static final List<String> OWN = List.of(
            "app.js",
            "agreement.js",
            "devices.js",
            "dom.js",
            "events.js",
            "format.js",
            "histogram.js",
            "model.js",
            "progress.js",
            "timechart.js",
            "verdicts.js",
            "view.js",
            "soakline.css",
            "favicon.svg");

    private final Map<String, Asset> byPath = new TreeMap<>();
    private final byte[] index;

    Assets() {
        Map<String, byte[]> files = new TreeMap<>();
        OWN.forEach(name -> files.put(name, resource(FOLDER + name)));
        files.put("uPlot.js", resource(UPLOT + "dist/uPlot.iife.min.js"));
        files.put("uPlot.css", resource(UPLOT + "dist/uPlot.min.css"));
        files.put("uPlot.LICENSE.txt", resource(UPLOT + "LICENSE"));
        String base = "/assets/" + digest(files) + "/";
        files.forEach((name, bytes) -> byPath.put(base + name, new Asset(contentType(name), bytes)));
        index = new String(resource(FOLDER + "index.html"), StandardCharsets.UTF_8)
                .replace("{{assets}}", base)
                .getBytes(StandardCharsets.UTF_8);
    }

    byte[] index() {
        return index.clone();
    }

    @Nullable
    Asset at(String path) {
        return byPath.get(path);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the class path", e);
        }
    }

    private static String digest(Map<String, byte[]> files) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((name, bytes) -> {
                sha.update(name.getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            });
            return HexFormat.of().formatHex(sha.digest()).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> "text/plain; charset=utf-8";
        };
    }
}
