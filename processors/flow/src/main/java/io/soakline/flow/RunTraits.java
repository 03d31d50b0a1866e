package io.soakline.flow;

import io.soakline.record.BuildDifference;
import io.soakline.record.Factor;
import io.soakline.record.OutputDeclaration;
import io.soakline.record.Run;
import io.soakline.record.RunExit;
import io.soakline.record.RunOutputs;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What two runs of one model and input set may have in common and may differ in.
 *
 * @param run null when it is not described: then only device, engine and compiler are known
 */
record RunTraits(
        String runId,
        String deviceId,
        String engineId,
        String compiler,
        @Nullable Run run) {

    /** Say how schedules were searched for, not what was built: that is in the digest of the schedules. */
    private static final Set<String> SEARCH =
            Set.of("seed", "trials", "tuner", "strategy", "tune-top", "records", "workloads", "workloads-tuned");

    static final char RECIPE_MARK = '@';

    private static final Set<String> ARCHITECTURE = Set.of("architecture", "cpuModel", "gpu");

    static RunTraits of(RunOutputs outputs, @Nullable Run run) {
        return new RunTraits(
                outputs.getRunId(),
                outputs.getDeviceId(),
                outputs.getEngineId(),
                run == null ? outputs.getCompiler() : run.getCompiler(),
                run);
    }

    RunTraits with(Run described) {
        return new RunTraits(runId, deviceId, engineId, described.getCompiler(), described);
    }

    String engineName() {
        return run == null ? engineId : run.getEngineName();
    }

    BuildKey build() {
        return new BuildKey(engineId, run == null ? "" : run.getArtefactDigest(), deviceId);
    }

    @Nullable
    OutputDeclaration declaration() {
        return run == null ? null : run.getOutputDeclaration();
    }

    /** Kind of processor, from the device's fingerprint; empty when that says nothing. */
    String architecture() {
        if (run == null) {
            return "";
        }
        Map<String, String> kind = new TreeMap<>(run.getDevice());
        kind.keySet().retainAll(ARCHITECTURE);
        return String.join(", ", kind.values());
    }

    /** Whether it failed or was killed: what it would have given until its end is not known. */
    boolean isCutOff() {
        return run != null && run.getEnd() != null && run.getEnd().getExit() != RunExit.COMPLETED;
    }

    /** When it began; of equals the run id decides. */
    boolean isNewerThan(RunTraits other) {
        long mine = startedAtNanos();
        long others = other.startedAtNanos();
        return mine != others ? mine > others : runId.compareTo(other.runId) > 0;
    }

    private long startedAtNanos() {
        return run == null ? 0 : run.getStartedAtNanos();
    }

    /** The farthest-reaching of what differs. */
    Factor factorTo(RunTraits other) {
        if (!compiler.equals(other.compiler) || isOtherwiseBuilt(other)) {
            return Factor.COMPILER;
        }
        if (!deviceId.equals(other.deviceId)) {
            return isOtherArchitecture(other) ? Factor.ARCHITECTURE : Factor.DEVICE;
        }
        return build().equals(other.build()) ? Factor.PROCESS : Factor.REBUILD;
    }

    /** Another version of the compiler, or other options, such as another precision: no rebuild of the same. */
    private boolean isOtherwiseBuilt(RunTraits other) {
        return run != null
                && other.run != null
                && !isSameArtefact(run, other.run)
                && (!run.getCompilerVersion().equals(other.run.getCompilerVersion()) || !isToldAlike(run, other.run));
    }

    /** Compiler and what it was told to build, the same for all rebuilds: {@code tensorrt@1a2b3c4d}. */
    String recipe() {
        if (run == null) {
            return compiler;
        }
        String told = run.getConfiguration().isEmpty()
                ? run.getConfigurationDigest()
                : built(run).toString();
        CRC32 digest = new CRC32();
        digest.update((run.getCompilerVersion() + "\n" + told).getBytes(StandardCharsets.UTF_8));
        return compiler + RECIPE_MARK + String.format("%08x", digest.getValue());
    }

    private boolean isOtherArchitecture(RunTraits other) {
        String mine = architecture();
        String others = other.architecture();
        return !mine.isEmpty() && !others.isEmpty() && !mine.equals(others);
    }

    /** How far apart the two builds are; null when that is not known. */
    @Nullable
    BuildDifference buildDifferenceTo(RunTraits other) {
        Run mine = run;
        Run others = other.run;
        if (mine == null || others == null) {
            return null;
        }
        if (!mine.getCompiler().equals(others.getCompiler())
                || !mine.getCompilerVersion().equals(others.getCompilerVersion())) {
            return BuildDifference.OTHER_COMPILER;
        }
        if (isSameArtefact(mine, others)) {
            return BuildDifference.SAME_ARTEFACT;
        }
        if (!isBuiltAlike(mine, others)) {
            return BuildDifference.OTHER_CONFIGURATION;
        }
        return bySchedule(mine.getScheduleDigest(), others.getScheduleDigest());
    }

    /** An artefact that is the model itself is compiled when it is loaded, as it is told to: by another provider, it is another one. */
    private static boolean isSameArtefact(Run a, Run b) {
        boolean compiledWhenLoaded = a.getArtefactDigest().equals(a.getModelDigest());
        return a.getArtefactDigest().equals(b.getArtefactDigest()) && (!compiledWhenLoaded || isBuiltAlike(a, b));
    }

    private static boolean isBuiltAlike(Run a, Run b) {
        return a.getTarget().equals(b.getTarget()) && isToldAlike(a, b);
    }

    /** The target is left out: engines for two devices have two. */
    private static boolean isToldAlike(Run a, Run b) {
        return a.getConfigurationDigest().equals(b.getConfigurationDigest())
                || (!a.getConfiguration().isEmpty() && built(a).equals(built(b)));
    }

    private static Map<String, String> built(Run run) {
        Map<String, String> built = new TreeMap<>(run.getConfiguration());
        built.keySet().removeAll(SEARCH);
        return built;
    }

    /** Without any schedule the compiler makes no choice: other bytes then do the same. */
    private static @Nullable BuildDifference bySchedule(@Nullable String a, @Nullable String b) {
        if (a == null || b == null) {
            return a == null && b == null ? BuildDifference.SAME_SCHEDULE : null;
        }
        return a.equals(b) ? BuildDifference.SAME_SCHEDULE : BuildDifference.OTHER_SCHEDULE;
    }
}
