package io.soakline.produce.output.golden;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.npy.NpyFile;
import io.soakline.produce.output.OutputDigest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Keeps the first output of each probe input of an engine. Outputs are copied while the engine soaks and written when it does
 * not: nothing here waits for a disk between two inferences. Used by one thread.
 */
public final class GoldenKeeper {

    private final Path folder;
    private final EngineManifest engine;
    private final String inputSetDigest;
    private final Set<Integer> wanted;
    private final Map<Integer, Kept> kept = new TreeMap<>();
    private int written;

    private record Kept(String digest, List<ByteBuffer> tensors) {}

    /**
     * @param folder created when it is not there; golden outputs in it are replaced
     * @param probes indices of inputs
     * @throws EngineException when the folder cannot be written
     */
    public GoldenKeeper(Path folder, EngineManifest engine, String inputSetDigest, List<Integer> probes)
            throws EngineException {
        this.folder = folder;
        this.engine = engine;
        this.inputSetDigest = inputSetDigest;
        wanted = new HashSet<>(probes);
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "writable", ""));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** Whether the next output of that input is still wanted. */
    public boolean wants(int inputIndex) {
        return wanted.contains(inputIndex);
    }

    /** Takes a copy of the output that {@code digest} saw last. */
    public void keep(int inputIndex, OutputDigest digest) {
        List<ByteBuffer> copies = new ArrayList<>();
        for (ByteBuffer tensor : digest.buffers()) {
            copies.add(ByteBuffer.allocate(tensor.capacity())
                    .put(tensor.duplicate().clear())
                    .rewind());
        }
        kept.put(inputIndex, new Kept(GoldenOutputs.hex(digest.high(), digest.low()), copies));
        wanted.remove(inputIndex);
    }

    /**
     * Writes what was kept, if anything was since it was last written.
     *
     * @throws EngineException when the folder cannot be written
     */
    public void write() throws EngineException {
        if (kept.size() == written) {
            return;
        }
        try {
            List<GoldenFile.Probe> probes = new ArrayList<>();
            for (Map.Entry<Integer, Kept> probe : kept.entrySet()) {
                probes.add(write(probe.getKey(), probe.getValue()));
            }
            new GoldenFile(
                            1,
                            engine.name(),
                            engine.engineId(),
                            engine.modelDigest(),
                            inputSetDigest,
                            engine.outputs(),
                            probes)
                    .write(folder);
            written = kept.size();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private EngineException unwritable(IOException e) {
        return new EngineException(
                "cannot keep golden outputs in " + folder + " (" + e + "); choose another folder with --keep-golden",
                e);
    }

    private GoldenFile.Probe write(int input, Kept output) throws IOException {
        List<String> files = new ArrayList<>();
        for (int i = 0; i < output.tensors().size(); i++) {
            TensorSpec spec = engine.outputs().get(i);
            String file = "probe-" + input + "-output-" + i + ".npy";
            NpyFile.write(
                    folder.resolve(file),
                    spec.elementType(),
                    spec.shape(),
                    output.tensors().get(i));
            files.add(file);
        }
        return new GoldenFile.Probe(input, output.digest(), files);
    }
}
