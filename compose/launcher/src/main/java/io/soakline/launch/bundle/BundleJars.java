package io.soakline.launch.bundle;

import io.soakline.launch.EngineFamily;
import io.soakline.launch.Home;
import io.soakline.launch.LaunchException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which jars a bundle holds, and which of them are on the class path of what. */
final class BundleJars {

    private static final String SAMPLERS = "soakline-producer-devices-";
    /** NVIDIA's, half a gigabyte; they are the target's own. */
    private static final Pattern VENDORS = Pattern.compile(".*-redist\\.jar");
    /** Glue to libraries of CUDA that nothing here calls, and headers. */
    private static final Pattern UNUSED_GLUE = Pattern.compile(
            ".*/libjni(npp.*|cusparse|cusolver|cublas|nvblas|cudnn|cufftw?|nvjpeg|nvcomp|curand|nccl|cupti|cufile)\\.so"
                    + "|org/bytedeco/.*/include/.*");
    /** What TVM compiles with, and does not run with. */
    private static final Pattern COMPILER_JARS = Pattern.compile("(llvm|cpython|numpy)-.*-linux-.*\\.jar");

    private static final Pattern COMPILER_FILES = Pattern.compile(
            "org/bytedeco/[^/]+/[^/]+/(python/.*|libjni(openblas|openblas_nolapack|dnnl)\\.so|libtbb.*)");

    private final Platform platform;
    private final Map<String, BundleJar> jars = new LinkedHashMap<>();

    private BundleJars(Platform platform) {
        this.platform = platform;
    }

    /** @param launcher names of the launcher's jars; {@code modules} those of each producer, by its module's folder */
    record Selection(List<BundleJar> jars, List<String> launcher, Map<String, List<String>> modules) {}

    /** @param natives finds the jars of other platforms */
    static Selection select(Home home, BundleEngine engine, Platform platform, NativeJars natives)
            throws LaunchException {
        BundleJars bundle = new BundleJars(platform);
        Map<String, List<String>> modules = new LinkedHashMap<>();
        EngineFamily family = engine.family();
        if (family != null) {
            modules.put(family.module(), bundle.addAll(natives.forPlatform(home.classPath(family.module())), engine));
        }
        // For NVML, where there is a GPU.
        String gpu = EngineFamily.TENSORRT.module();
        if (family != EngineFamily.TENSORRT) {
            modules.put(gpu, bundle.addAll(withoutTensorRt(natives.forPlatform(home.classPath(gpu))), engine));
        }
        List<String> launcher = bundle.addAll(launcherPath(home), engine);
        return new Selection(List.copyOf(bundle.jars.values()), launcher, modules);
    }

    private static List<Path> withoutTensorRt(List<Path> classPath) {
        return classPath.stream()
                .filter(jar -> !jar.getFileName().toString().matches("tensorrt-.*-linux-.*\\.jar"))
                .toList();
    }

    /** This program, the samplers, and of the libraries those that producers need as well: no pipeline, no store, no page. */
    private static List<Path> launcherPath(Home home) throws LaunchException {
        Set<String> producers = Arrays.stream(
                        home.classPath(EngineFamily.ONNXRUNTIME.module()).split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).getFileName().toString())
                .filter(name -> !name.startsWith("soakline-producer-onnxruntime-"))
                .collect(Collectors.toSet());
        List<Path> path = new ArrayList<>(List.of(ownCode()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            String name = String.valueOf(jar.getFileName());
            if (producers.contains(name) || (name.startsWith(SAMPLERS) && name.endsWith(".jar"))) {
                path.add(jar);
            }
        }
        return path;
    }

    private static Path ownCode() throws LaunchException {
        try {
            return Path.of(BundleJars.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new LaunchException("cannot find this program's own jar: " + e.getMessage(), e);
        }
    }

    private List<String> addAll(List<Path> classPath, BundleEngine engine) {
        List<String> names = new ArrayList<>();
        for (Path file : classPath) {
            BundleJar jar = new BundleJar(file, keep(engine));
            if (isWanted(jar.name(), engine)) {
                jars.putIfAbsent(jar.name(), jar);
                names.add(jar.name());
            }
        }
        return names;
    }

    private static boolean isWanted(String name, BundleEngine engine) {
        return !VENDORS.matcher(name).matches()
                && (engine.builds() || !COMPILER_JARS.matcher(name).matches());
    }

    private Predicate<String> keep(BundleEngine engine) {
        return entry -> platform.uses(entry)
                && !UNUSED_GLUE.matcher(entry).matches()
                && (engine.builds() || !COMPILER_FILES.matcher(entry).matches());
    }
}
