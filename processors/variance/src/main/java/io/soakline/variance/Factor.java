package io.soakline.variance;

import java.util.Locale;

/** What a value may depend on, in the order in which the components are reported. */
enum Factor {
    BUILD,
    RUN,
    DEVICE,
    LOAD;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Runs are nested: the same name under another build is another run. */
    String levelOf(Observation observation) {
        return switch (this) {
            case BUILD -> observation.build();
            case RUN -> observation.build() + '\0' + observation.run();
            case DEVICE -> observation.device();
            case LOAD -> observation.load();
        };
    }
}
