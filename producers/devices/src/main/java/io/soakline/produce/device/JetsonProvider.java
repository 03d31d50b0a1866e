package io.soakline.produce.device;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Jetson module that this program runs on, if it does. */
public final class JetsonProvider implements DeviceSamplerProvider {

    private static final Logger LOG = LoggerFactory.getLogger(JetsonProvider.class);
    private static final String RELEASE = "etc/nv_tegra_release";
    private static final String COMPATIBLE = "proc/device-tree/compatible";
    private static final Pattern VERSION = Pattern.compile("R(\\d{1,3}) \\(release\\), REVISION: ([0-9.]{1,12})");

    private final Path root;
    private final SystemFiles files;

    /** Looks at this host. */
    public JetsonProvider() {
        this(Path.of("/"));
    }

    JetsonProvider(Path root) {
        this.root = root;
        files = new SystemFiles(root);
    }

    @Override
    public String name() {
        return "jetson";
    }

    @Override
    public String reasonWhyNone() {
        String compatible = files.text(COMPATIBLE);
        boolean tegra = compatible != null && compatible.contains("nvidia,tegra");
        return tegra || files.text(RELEASE) != null
                ? ""
                : "not a Jetson: no /" + RELEASE + " and no nvidia,tegra in /" + COMPATIBLE;
    }

    @Override
    public List<DeviceSampler> open() {
        if (!reasonWhyNone().isEmpty()) {
            return List.of();
        }
        List<DeviceSampler> samplers = new ArrayList<>();
        samplers.add(new JetsonSampler(root));
        Path tegrastats = CommandLineTool.find(root, "tegrastats");
        if (tegrastats != null) {
            try {
                samplers.add(TegrastatsSampler.start(tegrastats));
            } catch (IOException e) {
                LOG.info("tegrastats is not sampled: {}", e.getMessage());
            }
        }
        return samplers;
    }

    @Override
    public Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        if (!reasonWhyNone().isEmpty()) {
            return facts;
        }
        String model = files.text("proc/device-tree/model");
        if (model != null) {
            facts.put("jetsonModel", model.replace("\0", ""));
        }
        putRelease(facts);
        facts.put("powerMode", NvpModel.describe(files, this::nvpmodel));
        Boolean locked = new JetsonClocks(files).locked();
        facts.put(
                "jetsonClocks",
                locked == null
                        ? "not offered: no readable limits of clocks"
                        : locked ? "on: lowest clock = highest on CPU and GPU" : "off: clocks may move");
        facts.put("tegrastats", CommandLineTool.describe(root, "tegrastats"));
        return facts;
    }

    private @Nullable String nvpmodel(String question) {
        Path tool = CommandLineTool.find(root, "nvpmodel");
        return tool == null ? null : CommandLineTool.ask(List.of(tool.toString(), question));
    }

    private void putRelease(Map<String, String> facts) {
        String release = files.text(RELEASE);
        Matcher matcher = VERSION.matcher(release == null ? "" : release);
        if (matcher.find()) {
            int major = Integer.parseInt(matcher.group(1));
            facts.put("jetsonLinux", "R" + major + "." + matcher.group(2));
            facts.put("jetPack", jetPack(major));
        }
    }

    private static String jetPack(int jetsonLinuxMajor) {
        return switch (jetsonLinuxMajor) {
            case 32 -> "4";
            case 34, 35 -> "5";
            case 36 -> "6";
            case 38, 39 -> "7";
            default -> "not known";
        };
    }
}
