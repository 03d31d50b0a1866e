package io.soakline.flow;

import io.soakline.cause.ChannelName;
import io.soakline.flow.RunValidity.Checks;
import io.soakline.record.ValidityCheck;
import io.soakline.record.ValidityFactor;
import io.soakline.statistics.DeviceSummaries;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Who else used what a run needed. */
final class NeighbourChecks {

    private static final String WAIT = "runQueueWaitPercent";
    private static final String STEAL = "cpuStealPercent";
    private static final String HOST = "cpu";

    private NeighbourChecks() {}

    /** @param ours processes of ours that may be there */
    static ValidityCheck gpu(List<DeviceSummaries.Channel> device, IntSupplier ours, boolean mustBeAlone) {
        DeviceSummaries.Channel processes = DeviceSummaries.find(device, GpuSharing.PROCESSES, GpuSharing.GPU);
        if (processes == null) {
            return Checks.notKnown(ValidityFactor.GPU_NEIGHBOURS, "the processes on the GPU were not counted");
        }
        double others = Math.max(0, processes.max() - ours.getAsInt());
        String sharing = GpuSharing.why(device, ours);
        return Checks.of(
                ValidityFactor.GPU_NEIGHBOURS,
                mustBeAlone && sharing != null,
                others,
                mustBeAlone ? Double.valueOf(0) : null,
                "%s",
                sharing == null
                        ? String.format(Locale.ROOT, "at most %.0f process on the GPU, ours", processes.max())
                        : sharing);
    }

    static ValidityCheck host(List<DeviceSummaries.Channel> device, @Nullable Double limit) {
        DeviceSummaries.Channel waited = DeviceSummaries.find(device, WAIT, ChannelName.OWN_RUN);
        DeviceSummaries.Channel own = DeviceSummaries.find(device, STEAL, ChannelName.OWN_RUN);
        DeviceSummaries.Channel stolen = own == null ? DeviceSummaries.find(device, STEAL, HOST) : own;
        if (waited == null && stolen == null) {
            return Checks.notKnown(
                    ValidityFactor.HOST_NEIGHBOURS, "neither waiting for a core nor steal time was measured");
        }
        double wait = waited == null ? 0 : shareOfTime(waited);
        double steal = stolen == null ? 0 : stolen.mean();
        double taken = Math.max(wait, steal);
        return Checks.of(
                ValidityFactor.HOST_NEIGHBOURS,
                limit != null && taken > limit,
                taken,
                limit,
                "the engine waited for its core for %s of the time, other guests had it for %s%s",
                words(waited),
                words(stolen),
                load(device));
    }

    /**
     * The kernel counts a wait when it ends, so that a sample may hold more of it than its own time; where samples are missing as well,
     * because whoever takes them waited too, their mean is beyond all of the time.
     */
    private static double shareOfTime(DeviceSummaries.Channel channel) {
        return Math.min(100, channel.mean());
    }

    private static String words(DeviceSummaries.@Nullable Channel channel) {
        return channel == null ? "an unknown share" : String.format(Locale.ROOT, "%.1f %%", shareOfTime(channel));
    }

    private static String load(List<DeviceSummaries.Channel> device) {
        DeviceSummaries.Channel load = DeviceSummaries.find(device, "loadAverage", "host");
        return load == null ? "" : String.format(Locale.ROOT, ", load average %.1f", load.mean());
    }
}
