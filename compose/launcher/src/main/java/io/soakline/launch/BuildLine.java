package io.soakline.launch;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far builds that run at the same time are, in one line: a bar, the stage, and how long it still takes. */
final class BuildLine {

    private static final int BAR = 10;

    /** @param pace null until the builder has said a fraction */
    private record Stage(
            String engine,
            String text,
            double fraction,
            @Nullable Pace pace) {}

    private final Map<String, Stage> stages = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    BuildLine(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** @param fraction 0 to 1, or NaN when it cannot be said; the last one said then holds */
    void at(String engine, String text, double fraction) {
        stages.compute(engine, (name, before) -> {
            double known = Double.isNaN(fraction) && before != null ? before.fraction() : fraction;
            Pace pace = before == null || before.pace() == null
                    ? Double.isNaN(known) ? null : new Pace(known, nanoTime.getAsLong())
                    : before.pace();
            return new Stage(name, text, known, pace);
        });
    }

    void over(String engine) {
        stages.remove(engine);
    }

    Set<String> engines() {
        return Set.copyOf(stages.keySet());
    }

    /** How long the slowest of them still takes, or null when none of them can tell. */
    @Nullable
    Duration left() {
        return stages.values().stream()
                .map(this::left)
                .filter(left -> left != null)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private @Nullable Duration left(Stage stage) {
        return stage.pace() == null ? null : stage.pace().left(stage.fraction(), nanoTime.getAsLong());
    }

    /** Empty when nothing is being built. */
    String text() {
        return stages.values().stream()
                .sorted(Comparator.comparing(Stage::engine))
                .map(this::text)
                .collect(Collectors.joining(" | "));
    }

    private String text(Stage stage) {
        if (Double.isNaN(stage.fraction())) {
            return stage.engine() + ": " + stage.text();
        }
        int full = (int) Math.round(BAR * Math.min(1, Math.max(0, stage.fraction())));
        Duration left = left(stage);
        return stage.engine() + " [" + "#".repeat(full) + "-".repeat(BAR - full) + "] "
                + Math.round(stage.fraction() * 100) + " % " + stage.text()
                + (left == null ? "" : ", " + HumanDuration.format(left) + " left");
    }
}
