package io.soakline.produce.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What kind of device this is: the facts that make latencies comparable or not. Unknown facts are left out. */
public final class DeviceFingerprint {

    /** Instruction sets that change which code engines run. */
    private static final Set<String> FLAGS = Set.of(
            "sse4_2",
            "avx",
            "avx2",
            "fma",
            "f16c",
            "avx512f",
            "avx512bw",
            "avx512vl",
            "avx512_vnni",
            "avx512_bf16",
            "avx512_fp16",
            "avx_vnni",
            "amx_tile",
            "amx_int8",
            "amx_bf16",
            "asimd",
            "asimddp",
            "sve",
            "sve2",
            "bf16",
            "i8mm",
            "fphp");

    private DeviceFingerprint() {}

    /** Reads this host. */
    public static Map<String, String> read() {
        Map<String, String> facts = read(Path.of("/"));
        facts.put("architecture", System.getProperty("os.arch"));
        facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        facts.put("jvm", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        return facts;
    }

    static Map<String, String> read(Path root) {
        SystemFiles files = new SystemFiles(root);
        List<String> cpuinfo = files.lines("proc/cpuinfo");
        Map<String, String> facts = new TreeMap<>();
        put(facts, "cpuModel", cpuinfoValue(cpuinfo, "model name"));
        put(facts, "cpuMicrocode", cpuinfoValue(cpuinfo, "microcode"));
        put(facts, "cpuFlags", flags(cpuinfo));
        putCaches(facts, files);
        double memory = LoadAndMemory.kibibytes(files.lines("proc/meminfo"), "MemTotal:");
        put(facts, "memoryMebibytes", Double.isNaN(memory) ? null : Long.toString(Math.round(memory / 1024)));
        put(facts, "os", osRelease(files));
        put(facts, "cpuGovernor", files.text("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"));
        put(facts, "turboDisabled", files.text("sys/devices/system/cpu/intel_pstate/no_turbo"));
        put(facts, "smt", files.text("sys/devices/system/cpu/smt/control"));
        put(facts, "board", files.text("sys/class/dmi/id/product_name"));
        put(facts, "deviceTree", files.text("proc/device-tree/model"));
        facts.put("virtualisation", virtualisation(files, cpuinfo));
        return facts;
    }

    private static void put(Map<String, String> facts, String key, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            facts.put(key, value.replace("\0", ""));
        }
    }

    private static @Nullable String cpuinfoValue(List<String> cpuinfo, String key) {
        for (String line : cpuinfo) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
                return line.substring(colon + 1).strip();
            }
        }
        return null;
    }

    private static List<String> allFlags(List<String> cpuinfo) {
        String flags = cpuinfoValue(cpuinfo, "flags");
        String features = flags == null ? cpuinfoValue(cpuinfo, "Features") : flags;
        return features == null ? List.of() : List.of(features.split("\\s+", -1));
    }

    private static String flags(List<String> cpuinfo) {
        return String.join(
                " ", allFlags(cpuinfo).stream().filter(FLAGS::contains).sorted().toList());
    }

    private static void putCaches(Map<String, String> facts, SystemFiles files) {
        String folder = "sys/devices/system/cpu/cpu0/cache";
        List<String> caches = new ArrayList<>();
        for (String index : files.entries(folder, "index\\d+")) {
            String level = files.text(folder + "/" + index + "/level");
            String type = files.text(folder + "/" + index + "/type");
            String size = files.text(folder + "/" + index + "/size");
            if (level != null && type != null && size != null) {
                caches.add("L" + level + " " + type + " " + size);
            }
        }
        put(facts, "caches", String.join(", ", caches));
    }

    private static @Nullable String osRelease(SystemFiles files) {
        for (String line : files.lines("etc/os-release")) {
            if (line.startsWith("PRETTY_NAME=")) {
                return line.substring("PRETTY_NAME=".length()).replace("\"", "");
            }
        }
        return null;
    }

    private static String virtualisation(SystemFiles files, List<String> cpuinfo) {
        String hypervisor = files.text("sys/hypervisor/type");
        if (hypervisor != null) {
            return hypervisor;
        }
        return allFlags(cpuinfo).contains("hypervisor") ? "hypervisor, kind not visible" : "none visible";
    }
}
