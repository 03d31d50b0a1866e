package io.soakline.produce.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * Reads an input set from a folder: pictures, and {@value #FILE_NAME} that names them, labels them and declares their
 * pre-processing.
 */
public final class PictureFolder {

    public static final String FILE_NAME = "inputs.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    private PictureFolder() {}

    /** What {@value #FILE_NAME} holds; version 1. */
    record Description(int version, String name, Preprocessing preprocessing, List<Picture> inputs) {

        Description {
            if (version != 1) {
                throw new IllegalArgumentException("version is " + version + ", this program reads 1");
            }
            if (name == null || preprocessing == null || inputs == null || inputs.isEmpty()) {
                throw new IllegalArgumentException("name, preprocessing and at least one input are needed");
            }
            long labelled = inputs.stream().filter(i -> i.label() != null).count();
            if (labelled != 0 && labelled != inputs.size()) {
                throw new IllegalArgumentException(
                        labelled + " of " + inputs.size() + " inputs have a label: label all of them or none");
            }
            inputs = List.copyOf(inputs);
        }
    }

    /**
     * @param file name inside the folder
     * @param label expected class; null when unknown
     */
    record Picture(String file, @Nullable Integer label) {}

    /** @throws EngineException when a file is missing, is no picture, or the description is not understood */
    public static InputSet read(Path folder) throws EngineException {
        Description description = description(folder);
        Preprocessing preprocessing = description.preprocessing();
        PictureTensor tensor = new PictureTensor(preprocessing);
        List<List<ByteBuffer>> inputs = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Picture picture : description.inputs()) {
            inputs.add(List.of(tensor.of(picture(folder.resolve(picture.file())))));
            if (picture.label() != null) {
                labels.add(picture.label());
            }
        }
        TensorSpec spec =
                new TensorSpec("picture", ElementType.FLOAT32, List.of(1L, 3L, (long) preprocessing.height(), (long)
                        preprocessing.width()));
        return new InputSet(description.name(), List.of(spec), inputs, labels, preprocessing.declaration());
    }

    private static Description description(Path folder) throws EngineException {
        Path file = folder.resolve(FILE_NAME);
        try {
            return JSON.readValue(Files.readString(file), Description.class);
        } catch (JsonProcessingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            String message =
                    cause instanceof JsonProcessingException json ? json.getOriginalMessage() : cause.getMessage();
            throw new EngineException(file + " does not describe an input set: " + message, e);
        } catch (IOException e) {
            throw new EngineException(
                    "no input set in " + folder + ": cannot read " + FILE_NAME
                            + "; see producers/core/README.md for its form",
                    e);
        }
    }

    private static BufferedImage picture(Path file) throws EngineException {
        BufferedImage picture;
        try {
            picture = ImageIO.read(file.toFile());
        } catch (IOException e) {
            throw new EngineException("cannot read the picture " + file + ": " + e.getMessage(), e);
        }
        if (picture == null) {
            throw new EngineException(file + " is not a picture that Java can read; use PNG");
        }
        return picture;
    }
}
