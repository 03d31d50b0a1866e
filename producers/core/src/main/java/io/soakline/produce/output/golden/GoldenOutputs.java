package io.soakline.produce.output.golden;

import io.soakline.produce.declare.OutputRule;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.npy.NpyFile;
import io.soakline.produce.output.Golden;
import io.soakline.produce.output.OutputDigest;
import io.soakline.record.GoldenComparison;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Golden outputs of the probes of one model and input set, as {@link GoldenKeeper} wrote them. */
public final class GoldenOutputs implements Golden {

    private final Path folder;
    private final GoldenFile file;
    private final Map<Integer, OutputDigest> outputs = new TreeMap<>();

    private GoldenOutputs(Path folder, GoldenFile file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * @param rule the declaration under which they were kept; null for none
     * @throws EngineException when the folder holds no golden outputs, or others than it says
     */
    public static GoldenOutputs read(Path folder, @Nullable OutputRule rule) throws EngineException {
        GoldenOutputs golden = new GoldenOutputs(folder, GoldenFile.read(folder));
        for (GoldenFile.Probe probe : golden.file.probes()) {
            golden.outputs.put(probe.input(), golden.read(probe, rule));
        }
        return golden;
    }

    private OutputDigest read(GoldenFile.Probe probe, @Nullable OutputRule rule) throws EngineException {
        if (probe.files().size() != file.outputs().size()) {
            throw new EngineException(folder.resolve(GoldenFile.NAME) + " names "
                    + probe.files().size() + " files for input " + probe.input() + ", expected "
                    + file.outputs().size() + "; keep the golden outputs again");
        }
        List<ByteBuffer> tensors = new ArrayList<>();
        for (int i = 0; i < probe.files().size(); i++) {
            Path tensor = folder.resolve(probe.files().get(i));
            NpyFile array = NpyFile.read(tensor);
            TensorSpec spec = file.outputs().get(i);
            if (array.elementType() != spec.elementType() || !array.shape().equals(spec.shape())) {
                throw new EngineException(tensor + " is " + array.elementType() + " " + array.shape() + ", "
                        + GoldenFile.NAME + " says " + spec.elementType() + " " + spec.shape()
                        + "; keep the golden outputs again");
            }
            tensors.add(array.elements());
        }
        OutputDigest digest = OutputDigest.of(file.outputs(), rule);
        digest.update(tensors);
        String found = hex(digest.high(), digest.low());
        if (!found.equals(probe.digest())) {
            throw new EngineException(
                    "the golden output of input " + probe.input() + " in " + folder + " has the digest "
                            + found + ", " + GoldenFile.NAME + " says " + probe.digest()
                            + ": it was changed, or kept under another declaration; keep the golden outputs again");
        }
        return digest;
    }

    static String hex(long high, long low) {
        return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
    }

    /** @throws EngineException when they are of another model, of other inputs, or of another form of output */
    public void requireFor(EngineManifest engine, String inputSetDigest) throws EngineException {
        if (!file.modelDigest().equals(engine.modelDigest())) {
            throw refused("another model (" + shortened(file.modelDigest()) + ")", engine, engine.modelDigest());
        }
        if (!file.inputSetDigest().equals(inputSetDigest)) {
            throw refused("another input set (" + shortened(file.inputSetDigest()) + ")", engine, inputSetDigest);
        }
        boolean fits = file.outputs().size() == engine.outputs().size();
        for (int i = 0; fits && i < file.outputs().size(); i++) {
            TensorSpec golden = file.outputs().get(i);
            TensorSpec spec = engine.outputs().get(i);
            fits = golden.elementType() == spec.elementType() && golden.shape().equals(spec.shape());
        }
        if (!fits) {
            throw refused("outputs " + forms(file.outputs()), engine, forms(engine.outputs()));
        }
    }

    private EngineException refused(String golden, EngineManifest engine, String own) {
        return new EngineException("the golden outputs in " + folder + " are of " + golden + ", engine " + engine.name()
                + " runs with " + shortened(own) + "; keep some for these with --keep-golden");
    }

    private static String shortened(String digest) {
        return digest.matches("[0-9a-f]{16,}") ? digest.substring(0, 12) : digest;
    }

    private static String forms(List<TensorSpec> specs) {
        return String.join(
                ", ", specs.stream().map(s -> s.elementType() + " " + s.shape()).toList());
    }

    /** Indices of the inputs that have a golden output, ascending. */
    public List<Integer> probes() {
        return List.copyOf(outputs.keySet());
    }

    @Override
    public @Nullable GoldenComparison compare(int inputIndex, OutputDigest digest) {
        OutputDigest golden = outputs.get(inputIndex);
        return golden == null ? null : ExactComparison.of(digest, golden, file.origin());
    }
}
