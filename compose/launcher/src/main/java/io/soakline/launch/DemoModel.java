package io.soakline.launch;

import io.soakline.produce.declare.ModelDeclaration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;

/**
 * The models that come with the program, taken out of jars into the cache: each with its pictures, and with labels and
 * declaration in the same files that users write for their own models.
 */
public enum DemoModel {
    /** Says whether a line of text is upside down. Its sizes are open in the model; these are what it was trained for. */
    CLASSIFIER("demo", "ch_ppocr_mobile_v2.0_cls_infer.onnx", "1x3x48x192", "text-lines", "line", 64, true),
    /** Says of each pixel how likely it is part of a text; not a map that a human drew, so without labels. */
    DETECTOR("demo-detector", "ch_PP-OCRv3_det_infer.onnx", "1x3x160x160", "text-pages", "page", 16, false);

    private static final String RESOURCES = "io/soakline/launch/";
    private static final String LABELS = "labels.csv";
    private static final Set<String> RECORDED = Set.of("autotvm", "autoscheduler");

    private final String word;
    private final String file;
    private final String inputShape;
    private final String inputSet;
    private final String picture;
    private final int pictures;
    private final boolean labelled;

    DemoModel(
            String word,
            String file,
            String inputShape,
            String inputSet,
            String picture,
            int pictures,
            boolean labelled) {
        this.word = word;
        this.file = file;
        this.inputShape = inputShape;
        this.inputSet = inputSet + "-" + pictures;
        this.picture = picture;
        this.pictures = pictures;
        this.labelled = labelled;
    }

    /** On the command line, wherever a model is asked for. */
    public String word() {
        return word;
    }

    /** Unpacks everything; files that are there already are written again, so that an update is taken. */
    public ModelFiles unpack(Path cache) throws LaunchException {
        Path folder = cache.resolve(word).toAbsolutePath();
        Path model = folder.resolve(file);
        Path declaration = ModelDeclaration.beside(model);
        Path inputs = folder.resolve(inputSet);
        try {
            copy("models/" + file, model);
            copy(resource(declaration.getFileName()), declaration);
            for (int i = 0; i < pictures; i++) {
                String name = String.format("%s-%02d.png", picture, i);
                copy(resource(inputSet + "/" + name), inputs.resolve(name));
            }
            if (labelled) {
                copy(resource(LABELS), folder.resolve(LABELS));
            }
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(folder, e);
        }
        return new ModelFiles(
                model,
                declaration,
                inputs,
                labelled ? folder.resolve(LABELS) : null,
                Map.of("input-shape", inputShape));
    }

    /** Whether tuning records of the classifier come with the program. */
    public static boolean hasRecords(String compiler) {
        return RECORDED.contains(compiler);
    }

    /** Tuning records of the classifier, with which {@code compiler} builds it without a search. */
    public static Path unpackRecords(String compiler, Path cache) throws LaunchException {
        Path folder = cache.resolve(CLASSIFIER.word).toAbsolutePath();
        Path records = folder.resolve(compiler + ".jsonl");
        try {
            copy(CLASSIFIER.resource("records/" + compiler + ".jsonl"), records);
            return records;
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(folder, e);
        }
    }

    private String resource(Object name) {
        return RESOURCES + word + "/" + name;
    }

    private static LaunchException unwritable(Path folder, Exception e) {
        return new LaunchException(
                "cannot unpack the demo into " + folder + " (" + e.getMessage()
                        + "); set XDG_CACHE_HOME to a folder you may write to",
                e);
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
}
