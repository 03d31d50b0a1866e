package io.soakline.launch.bundle;

import io.soakline.launch.EngineFamily;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a bundle is to run. */
@SuppressWarnings("ImmutableEnumChecker") // the list is a copy that nobody changes
public enum BundleEngine {
    TENSORRT("tensorrt", EngineFamily.TENSORRT, true, Set.of(Platform.values())),
    /** Engines are built elsewhere: compiling needs LLVM and a Python, four times what running takes. */
    TVM("tvm", EngineFamily.TVM, false, Set.of(Platform.LINUX_X86_64)),
    ONNXRUNTIME("onnxruntime", EngineFamily.ONNXRUNTIME, true, Set.of(Platform.values())),
    /** No engine: sampling only. */
    DEVICES("devices", null, false, Set.of(Platform.values()));

    private final String word;
    private final @Nullable EngineFamily family;
    private final boolean builds;
    private final List<Platform> platforms;

    BundleEngine(String word, @Nullable EngineFamily family, boolean builds, Set<Platform> platforms) {
        this.word = word;
        this.family = family;
        this.builds = builds;
        this.platforms = platforms.stream().sorted().toList();
    }

    /** The one with that word; empty when there is none. */
    public static Optional<BundleEngine> of(String word) {
        return Arrays.stream(values())
                .filter(engine -> engine.word.equals(word))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(BundleEngine::word).toList();
    }

    public String word() {
        return word;
    }

    /** Whose producer is in it; null for none. */
    public @Nullable EngineFamily family() {
        return family;
    }

    /** Whether models can be compiled with it. */
    public boolean builds() {
        return builds;
    }

    /** What its libraries are packaged for. */
    public List<Platform> platforms() {
        return platforms;
    }
}
