package io.soakline.produce.input;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads an input set from a folder.
 *
 * <p>An input is a picture, a .npy file, or, for models of several inputs, a folder with {@code 0.npy}, {@code 1.npy} and so
 * on, one for each input of the model in its order. {@code inputs.json} names, orders and labels them; without it every
 * picture, .npy file and folder is taken, in the order of their names.
 */
public final class InputFolder {

    /** Describes the inputs of a folder. */
    public static final String FILE_NAME = InputDescription.FILE_NAME;

    private static final Set<String> INPUTS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "npy");
    /** May lie beside the inputs: labels, descriptions, notes. */
    private static final Set<String> NO_INPUTS = Set.of("csv", "json", "txt", "md");

    private InputFolder() {}

    /**
     * @param labels file of expected classes, see {@link LabelFile}; null for those of {@code inputs.json}, if any
     * @param declared how pictures become tensors where {@code inputs.json} does not say it; null when it is not declared
     * @throws EngineException naming the file that is missing, not understood, or of another type or shape than the others
     */
    public static InputSet read(Path folder, @Nullable Path labels, @Nullable Preprocessing declared)
            throws EngineException {
        InputDescription description = Files.exists(folder.resolve(InputDescription.FILE_NAME))
                ? InputDescription.read(folder)
                : listed(folder);
        List<String> files =
                description.inputs().stream().map(InputDescription.Entry::file).toList();
        Preprocessing preprocessing = description.preprocessing() == null ? declared : description.preprocessing();
        Tensors tensors = tensors(folder, files, new InputReader(preprocessing));
        return new InputSet(
                description.name(),
                tensors.specs(),
                tensors.inputs(),
                labels == null ? labels(description) : LabelFile.read(labels, files),
                tensors.preparation());
    }

    private record Tensors(List<TensorSpec> specs, List<List<ByteBuffer>> inputs, String preparation) {}

    private static Tensors tensors(Path folder, List<String> files, InputReader reader) throws EngineException {
        List<List<ByteBuffer>> inputs = new ArrayList<>();
        List<TensorSpec> specs = List.of();
        try {
            for (String file : files) {
                InputReader.Input input = reader.read(folder.resolve(file));
                if (inputs.isEmpty()) {
                    specs = input.specs();
                } else if (!input.specs().equals(specs)) {
                    throw new EngineException(folder.resolve(file) + " holds " + InputSet.describe(input.specs()) + ", "
                            + folder.resolve(files.get(0)) + " " + InputSet.describe(specs)
                            + "; all inputs of a set have one form");
                }
                inputs.add(input.tensors());
            }
        } catch (OutOfMemoryError e) {
            throw new EngineException(
                    "the inputs of " + folder + " do not fit into memory: " + inputs.size() + " of " + files.size()
                            + " did; use fewer of them, or give the process more (-XX:MaxDirectMemorySize)",
                    e);
        }
        return new Tensors(specs, inputs, reader.preparation());
    }

    private static List<Integer> labels(InputDescription description) {
        List<Integer> labels = new ArrayList<>();
        for (InputDescription.Entry entry : description.inputs()) {
            if (entry.label() != null) {
                labels.add(entry.label());
            }
        }
        return labels;
    }

    private static InputDescription listed(Path folder) throws EngineException {
        List<InputDescription.Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                if (isInput(file)) {
                    entries.add(new InputDescription.Entry(String.valueOf(file.getFileName()), null));
                }
            }
        } catch (IOException e) {
            throw new EngineException("no input set in " + folder + ": cannot read the folder (" + e + ")", e);
        }
        if (entries.isEmpty()) {
            throw new EngineException("no input set in " + folder + ": it holds no " + InputDescription.FILE_NAME
                    + ", no picture and no .npy file; see producers/core/README.md for its form");
        }
        Path name = folder.toAbsolutePath().normalize().getFileName();
        return new InputDescription(1, String.valueOf(name), null, entries);
    }

    private static boolean isInput(Path file) throws EngineException {
        String name = String.valueOf(file.getFileName());
        if (name.startsWith(".")) {
            return false;
        }
        if (Files.isDirectory(file)) {
            return true;
        }
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!INPUTS.contains(extension) && !NO_INPUTS.contains(extension)) {
            throw new EngineException(file + " is neither a picture that Java can read (png, jpg, bmp, gif) nor .npy;"
                    + " take it out of the folder, or name the inputs in " + InputDescription.FILE_NAME);
        }
        return INPUTS.contains(extension);
    }
}
