package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What the host's processor offers, as far as the choice of a target needs it. */
final class HostCpu {

    /** AVX2 and FMA: every x86 server processor since 2013 to 2015. */
    static final String TARGET_V3 = "llvm -mcpu=x86-64-v3";

    /** Runs on every 64-bit x86. */
    static final String TARGET_GENERIC = "llvm -mcpu=x86-64";

    /** The features by which x86-64-v3 differs from what every 64-bit x86 has had for long. */
    private static final Set<String> V3_FLAGS = Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "movbe");

    private HostCpu() {}

    /** Refuses hosts that the bundled TVM has no code for. */
    static void requireSupported() throws EngineException {
        String os = System.getProperty("os.name", "");
        String arch = System.getProperty("os.arch", "");
        if (!os.equals("Linux") || !arch.equals("amd64")) {
            throw new EngineException("TVM engines are built and run on Linux x86-64 only, this host is " + os + " "
                    + arch + "; leave out the compilers tvm, autotvm and autoscheduler here");
        }
    }

    /** The fastest target that this host can run. */
    static String defaultTarget() {
        try {
            return defaultTarget(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            return TARGET_GENERIC;
        }
    }

    static String defaultTarget(String cpuinfo) {
        Set<String> flags = cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.stream(
                                line.substring(line.indexOf(':') + 1).trim().split(" ", -1))
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return flags.containsAll(V3_FLAGS) ? TARGET_V3 : TARGET_GENERIC;
    }
}
