package io.soakline.sink.report;

import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which energy is compared. */
enum EnergyBasis {
    /** Less what the device draws when idle. */
    NET("net of idle") {
        @Override
        double @Nullable [] interval(RunSummary run) {
            EnergySummary energy = run.energy();
            Double net = energy == null ? null : energy.netJoulesPerInference();
            if (energy == null || net == null) {
                return null;
            }
            return new double[] {
                Objects.requireNonNullElse(energy.netLow(), net), Objects.requireNonNullElse(energy.netHigh(), net)
            };
        }
    },

    /** With it: the slower of two engines takes more for that alone. */
    GROSS("gross, with what the device draws when idle") {
        @Override
        double @Nullable [] interval(RunSummary run) {
            EnergySummary energy = run.energy();
            Double gross = energy == null ? run.energyJoulesPerInference() : energy.grossJoulesPerInference();
            return gross == null ? null : new double[] {gross, gross};
        }
    };

    private final String words;

    EnergyBasis(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** Joules for one inference, from and to; the same where the reading has no interval, null where there is none. */
    abstract double @Nullable [] interval(RunSummary run);

    boolean isKnownOf(RunSummary run) {
        return interval(run) != null;
    }

    /** Net where all have it, else gross; null where some have only the one and some only the other. */
    static @Nullable EnergyBasis ofAll(List<RunSummary> runs) {
        for (EnergyBasis basis : values()) {
            if (runs.stream().allMatch(basis::isKnownOf)) {
                return basis;
            }
        }
        return null;
    }
}
