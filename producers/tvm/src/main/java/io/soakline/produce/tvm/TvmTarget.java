package io.soakline.produce.tvm;

import io.soakline.produce.engine.EngineException;
import java.util.regex.Pattern;

/** What kind of device a target of TVM's means. */
final class TvmTarget {

    private static final String CUDA = "cuda";
    /** As in sm_90, also sm_90a. */
    private static final Pattern ARCH = Pattern.compile("(^| )-arch=sm_\\d+[a-z]?( |$)");

    private TvmTarget() {}

    /** Whether engines of that target run on an NVIDIA GPU. */
    static boolean isCuda(String target) {
        return target.equals(CUDA) || target.startsWith(CUDA + " ");
    }

    /**
     * Refuses what cannot be built alike everywhere: without an arch TVM asks the GPU of the host that compiles, and
     * takes an old one where there is none.
     */
    static void check(String target, TvmCompiler compiler) throws EngineException {
        if (target.startsWith("nvidia/")) {
            throw new EngineException("option target is \"" + target
                    + "\": TVM's names of boards are not known here; say it as in \"cuda -arch=sm_90\"");
        }
        if (!isCuda(target)) {
            return;
        }
        if (!ARCH.matcher(target).find()) {
            throw new EngineException("option target is \"" + target + "\", which does not say for which GPU; add its"
                    + " compute capability, as in \"cuda -arch=sm_90\" for 9.0 (nvidia-smi --query-gpu=compute_cap)");
        }
        if (compiler == TvmCompiler.METASCHEDULE) {
            throw new EngineException("metaschedule builds for processors only, not for target \"" + target
                    + "\"; use tvm, autotvm or autoscheduler");
        }
    }
}
