package io.soakline.produce;

import io.soakline.produce.publish.RecordPublisher;
import io.soakline.produce.soak.PauseMonitor;
import io.soakline.produce.soak.Publication;
import io.soakline.produce.soak.SoakSampling;
import io.soakline.produce.soak.ThrottleMonitor;
import io.soakline.produce.watch.DeviceWatch;

/** What runs beside the soak thread; started before it, closed by whoever started it. */
record SoakHarness(
        RecordPublisher publisher,
        PauseMonitor pauses,
        ThrottleMonitor throttling,
        Publication publication,
        SoakSampling sampling,
        DeviceWatch.Watching devices) {}
