package io.soakline.produce.input;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.npy.NpyFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Reads inputs one by one, and remembers how they came about. */
final class InputReader {

    private final @Nullable Preprocessing preprocessing;
    private boolean pictures;
    private boolean arrays;

    /** @param preprocessing null when none is declared: then pictures are refused */
    InputReader(@Nullable Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
    }

    /** One input with what it consists of. */
    record Input(List<TensorSpec> specs, List<ByteBuffer> tensors) {}

    Input read(Path file) throws EngineException {
        if (Files.isDirectory(file)) {
            return folder(file);
        }
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")) {
            return arrays(List.of(file));
        }
        return picture(file);
    }

    private Input folder(Path folder) throws EngineException {
        List<Path> files = new ArrayList<>();
        for (Path file = folder.resolve("0.npy"); Files.exists(file); file = folder.resolve(files.size() + ".npy")) {
            files.add(file);
        }
        if (files.isEmpty()) {
            throw new EngineException(folder + " holds no 0.npy; a folder is one input, with 0.npy, 1.npy and so on for"
                    + " the model's inputs in their order");
        }
        return arrays(files);
    }

    private Input arrays(List<Path> files) throws EngineException {
        arrays = true;
        List<TensorSpec> specs = new ArrayList<>();
        List<ByteBuffer> tensors = new ArrayList<>();
        for (Path file : files) {
            NpyFile array = NpyFile.read(file);
            specs.add(new TensorSpec("array " + specs.size(), array.elementType(), array.shape()));
            tensors.add(array.elements());
        }
        return new Input(List.copyOf(specs), List.copyOf(tensors));
    }

    private Input picture(Path file) throws EngineException {
        pictures = true;
        BufferedImage picture = decoded(file);
        Preprocessing declared = preprocessing;
        if (declared == null) {
            throw new EngineException(
                    file + " is a picture, and nothing declares how pictures become the model's input;"
                            + " say it under preprocessing in " + InputDescription.FILE_NAME
                            + " or in MODEL.soakline.json beside the model");
        }
        TensorSpec spec = new TensorSpec(
                "picture", ElementType.FLOAT32, List.of(1L, 3L, (long) declared.height(), (long) declared.width()));
        return new Input(List.of(spec), List.of(new PictureTensor(declared).of(picture)));
    }

    private static BufferedImage decoded(Path file) throws EngineException {
        BufferedImage picture;
        try {
            picture = ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) {
            // Decoders throw whatever a damaged file leads them to.
            throw new EngineException("cannot read the picture " + file + ": " + e.getMessage(), e);
        }
        if (picture == null) {
            throw new EngineException(file + " is not a picture that Java can read; use PNG");
        }
        return picture;
    }

    /** How what was read so far came about: part of the input set's digest. */
    String preparation() {
        List<String> parts = new ArrayList<>();
        if (pictures && preprocessing != null) {
            parts.add(preprocessing.declaration());
        }
        if (arrays) {
            parts.add("npy version 1");
        }
        return String.join(" and ", parts);
    }
}
