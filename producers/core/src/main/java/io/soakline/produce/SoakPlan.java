package io.soakline.produce;

import io.soakline.produce.engine.EngineSettings;
import io.soakline.produce.soak.LoadSettings;
import io.soakline.produce.soak.SoakSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one producer process is to soak.
 *
 * @param inputs of all engines, with what is declared of their model
 * @param cores for the soak thread, in the kernel's form; null to leave it alone
 * @param golden outputs to compare with or to keep
 * @param environment for the runs' records
 * @param fingerprint of the device, for the runs' records
 */
record SoakPlan(
        List<Path> engines,
        EngineInputs inputs,
        String deviceId,
        LoadSettings load,
        SoakSettings soak,
        EngineSettings engineSettings,
        @Nullable String cores,
        GoldenPlan golden,
        Map<String, String> environment,
        Map<String, String> fingerprint) {

    /**
     * @param compareWith folder of golden outputs; null for none
     * @param keepIn folder for the first engine's outputs of probe inputs; null when none are kept
     * @param probes how many inputs are kept
     */
    record GoldenPlan(@Nullable Path compareWith, @Nullable Path keepIn, int probes) {

        GoldenPlan {
            if (probes < 1) {
                throw new IllegalArgumentException("--probes is " + probes + ", expected at least 1");
            }
        }
    }
}
