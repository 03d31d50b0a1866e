package io.soakline.sink.metrics;

import io.soakline.record.PaneRecord;
import io.soakline.record.Run;
import io.soakline.record.WindowScope;
import io.soakline.record.WindowStats;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the runs are called. Panes name their run by its id alone, and windows name their model by its digest.
 *
 * <p>For one thread, or under a lock.
 */
final class RunNames {

    /** Runs known by name; of older ones only a page or a report is asked. */
    private static final int MOST = 20_000;

    private static final int DIGEST_SHOWN = 12;

    private record Names(String engine, String compiler, String model) {}

    private final Map<String, Names> runs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Names> eldest) {
            return size() > MOST;
        }
    };
    private final Map<String, String> models = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    void accept(Run run) {
        runs.put(run.getRunId(), new Names(run.getEngineName(), run.getCompiler(), run.getModelName()));
        models.put(run.getModelDigest(), run.getModelName());
    }

    /** Labels of a window. Windows of several runs have the id of what they are of in place of a run's. */
    Labels of(WindowStats window) {
        boolean device = window.getScope() == WindowScope.DEVICE;
        return Labels.NONE
                .with("run", window.getRunId())
                .with("scope", window.getScope().name().toLowerCase(Locale.ROOT))
                .with("engine", device ? "" : window.getEngineName())
                .with("compiler", device ? "" : window.getCompiler())
                .with("model", device ? "" : model(window.getModelDigest()))
                .with("device", window.getDeviceId());
    }

    Labels of(PaneRecord pane) {
        Names names = runs.get(pane.getRunId());
        return Labels.NONE
                .with("run", pane.getRunId())
                .with("engine", names == null ? "" : names.engine)
                .with("compiler", names == null ? "" : names.compiler)
                .with("model", names == null ? model(pane.getModelDigest()) : names.model)
                .with("device", pane.getDeviceId());
    }

    private String model(String digest) {
        String name = models.get(digest);
        return name != null ? name : digest.substring(0, Math.min(DIGEST_SHOWN, digest.length()));
    }
}
