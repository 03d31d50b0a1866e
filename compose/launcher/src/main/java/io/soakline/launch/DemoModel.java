package io.soakline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The demo's model and data, taken out of jars into the cache: a trained classifier that says whether a line of text is
 * upside down, 64 lines of text with their labels, and tuning records for the two TVM tuners.
 */
public final class DemoModel {

    private static final String MODEL = "models/ch_ppocr_mobile_v2.0_cls_infer.onnx";
    private static final String INPUTS = "io/soakline/launch/demo/inputs/";
    private static final String RECORDS = "io/soakline/launch/demo/records/";

    /** The model leaves batch, height and width open; these are the sizes it was trained for. */
    private static final String INPUT_SHAPE = "1x3x48x192";

    private final Path folder;

    private DemoModel(Path folder) {
        this.folder = folder;
    }

    /** Unpacks everything; files that are there already are written again, so that an update is taken. */
    public static DemoModel unpack(Path cache) throws LaunchException {
        Path folder = cache.resolve("demo");
        try {
            copy(MODEL, folder.resolve(Path.of(MODEL).getFileName()));
            copy(INPUTS + "inputs.json", folder.resolve("inputs/inputs.json"));
            JsonNode inputs = new ObjectMapper()
                    .readTree(folder.resolve("inputs/inputs.json").toFile());
            for (JsonNode file : inputs.path("inputs")) {
                String name = file.path("file").asText();
                copy(INPUTS + name, folder.resolve("inputs").resolve(name));
            }
            return new DemoModel(folder);
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchException(
                    "cannot unpack the demo into " + folder + " (" + e.getMessage()
                            + "); set XDG_CACHE_HOME to a folder you may write to",
                    e);
        }
    }

    private static void copy(String resource, Path to) throws IOException {
        try (InputStream in = DemoModel.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException(resource + " is missing from the class path");
            }
            Files.createDirectories(to.toAbsolutePath().getParent());
            Path part = to.resolveSibling(
                    to.getFileName() + "." + ProcessHandle.current().pid());
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    public Path model() {
        return folder.resolve(Path.of(MODEL).getFileName());
    }

    public Path inputs() {
        return folder.resolve("inputs");
    }

    /** Builder options with which {@code compiler} builds the demo model without searching. */
    public Map<String, String> options(String compiler) throws LaunchException {
        Map<String, String> options = new HashMap<>(Map.of("input-shape", INPUT_SHAPE));
        if (compiler.equals("autotvm") || compiler.equals("autoscheduler")) {
            Path records = folder.resolve(compiler + ".jsonl");
            try {
                copy(RECORDS + compiler + ".jsonl", records);
            } catch (IOException e) {
                throw new LaunchException("cannot unpack the tuning records into " + records + ": " + e, e);
            }
            options.put("records", records.toString());
        }
        return options;
    }
}
