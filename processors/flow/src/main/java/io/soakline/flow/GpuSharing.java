package io.soakline.flow;

import io.soakline.statistics.DeviceSummaries;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Whether others share the GPU: its sensors are the board's, and what they say is then not the run's alone. */
final class GpuSharing {

    static final String PROCESSES = "processes";
    static final String GPU = "gpu";
    private static final String MIG = "migEnabled";

    private GpuSharing() {}

    /**
     * @param ours processes of ours that may be there; asked only where processes are counted
     * @return null when nobody is known to
     */
    static @Nullable String why(List<DeviceSummaries.Channel> device, IntSupplier ours) {
        DeviceSummaries.Channel mig = DeviceSummaries.find(device, MIG, GPU);
        if (mig != null && mig.max() > 0) {
            return "MIG is on: sensors are those of the whole board";
        }
        DeviceSummaries.Channel processes = DeviceSummaries.find(device, PROCESSES, GPU);
        return processes != null && processes.max() > ours.getAsInt()
                ? String.format(
                        Locale.ROOT,
                        "up to %.0f processes were on the GPU, %d of them ours: see nvidia-smi",
                        processes.max(),
                        ours.getAsInt())
                : null;
    }
}
