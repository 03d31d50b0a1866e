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
 * @param inputs folder of an input set; null to have inputs generated
 * @param seed of generated inputs
 * @param generatedInputs how many are generated
 * @param cores for the soak thread, in the kernel's form; null to leave it alone
 * @param environment for the runs' records
 * @param fingerprint of the device, for the runs' records
 */
record SoakPlan(
        List<Path> engines,
        @Nullable Path inputs,
        long seed,
        int generatedInputs,
        String deviceId,
        LoadSettings load,
        SoakSettings soak,
        EngineSettings engineSettings,
        @Nullable String cores,
        Map<String, String> environment,
        Map<String, String> fingerprint) {}
