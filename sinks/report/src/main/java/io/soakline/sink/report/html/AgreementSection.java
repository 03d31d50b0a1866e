package io.soakline.sink.report.html;

import io.soakline.sink.report.AgreementSummary;
import io.soakline.sink.report.BuildMatrix;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.Level;
import io.soakline.sink.report.LevelSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Levels, heat maps of builds against builds, and groups. */
final class AgreementSection implements Section {

    @Override
    public String id() {
        return "agreement";
    }

    @Override
    public String title() {
        return "Same input, same output?";
    }

    @Override
    public void write(Page page, Markup out) {
        levels(page, out);
        matrices(page, out);
        groups(page, out);
    }

    private static void levels(Page page, Markup out) {
        List<LevelSummary> levels = page.audit().levels();
        if (levels.isEmpty()) {
            Words.paragraph(out, "Nothing was compared.");
            return;
        }
        Table table = new Table(
                out,
                "Each kind of change by its worst comparison",
                "What changes",
                "Same outputs?",
                ">Comparisons",
                ">Bit for bit the same",
                ">Labels changed",
                ">At most differ (95 %)",
                "Worst comparison");
        for (LevelSummary level : levels) {
            table.row(level.level() + " " + level.level().words());
            table.cell(m -> answer(m, level));
            table.num(Figures.count(level.comparisons()))
                    .num(same(level))
                    .num(Words.count(level.labelFlips()))
                    .num(Words.rate(level.mismatchRateUpper95()))
                    .cell(level.worst().isEmpty() ? null : level.worst());
        }
        table.end();
        Words.note(
                out,
                "L0 counts calls of one run that gave their input's usual output; the others count inputs whose usual outputs"
                        + " are equal in two runs.");
    }

    private static void answer(Markup out, LevelSummary level) {
        Double rate = level.bitwiseRate();
        if (rate == null) {
            Words.badge(out, "unsure", "? not compared");
        } else if (rate == 1.0) {
            Words.badge(out, "good", "✔ same");
        } else {
            Words.badge(out, "bad", "✘ differ");
        }
    }

    private static @Nullable String same(LevelSummary level) {
        Integer differing = level.differing();
        if (level.bitwiseRate() == null) {
            return null;
        }
        return differing == null
                ? Figures.rate(level.bitwiseRate()) + " of calls"
                : level.inputs() - differing + " of " + level.inputs() + " inputs";
    }

    private static void matrices(Page page, Markup out) {
        List<BuildMatrix> matrices = page.audit().matrices();
        for (BuildMatrix matrix : matrices) {
            String of = matrices.size() == 1 ? "" : ", " + matrix.model();
            new HeatMap(
                            "Inputs with the same output, bit for bit, in percent" + of,
                            matrix.builds(),
                            matrix.bitwiseRate(),
                            AgreementSection::percent,
                            Shade.BLUE)
                    .write(out);
            new HeatMap(
                            "Inputs with unequal labels, in percent" + of,
                            matrix.builds(),
                            matrix.labelMismatchRate(),
                            AgreementSection::percent,
                            Shade.ORANGE)
                    .write(out);
            Words.note(
                    out,
                    "Columns are numbered as the rows are. On the diagonal are different runs of one build; a dot was not"
                            + " compared. Where builds had several runs, all their pairs are added up."
                            + " Shades of unequal labels go with the square root, so that one label in a hundred can be seen.");
        }
    }

    /** Only none prints as 0 and only all as 100. */
    private static String percent(double share) {
        double percent = 100 * share;
        if (percent == 0 || percent == 100) {
            return String.format(Locale.ROOT, "%.0f", percent);
        }
        return String.format(Locale.ROOT, "%.1f", Math.max(0.1, Math.min(99.9, percent)));
    }

    private static void groups(Page page, Markup out) {
        List<AgreementSummary> groups = page.summary().groups().stream()
                .filter(AgreementSummary::tellsMore)
                .toList();
        if (groups.isEmpty()) {
            return;
        }
        out.element("h3", "Groups of runs");
        Table table = new Table(
                out,
                "Runs that have all but one thing in common",
                "Group",
                "What changes",
                ">Runs",
                ">Inputs",
                ">Same bits",
                ">Usual output",
                ">Effective outputs",
                ">Kappa of labels",
                ">Labels changed");
        for (AgreementSummary group : groups) {
            table.row(page.names().group(group))
                    .cell(Level.named(group.level()).words())
                    .num(Figures.count(group.members().size()))
                    .num(Figures.count(group.inputs()))
                    .num(Words.rate(group.bitwiseRate()))
                    .num(Words.rate(group.modalShare()), modal(group))
                    .num(Words.significant(group.effectiveOutputs()))
                    .num(kappa(group))
                    .num(Words.count(group.labelFlipCount()));
        }
        table.end();
        for (AgreementSummary group : groups) {
            if (!group.evidence().isEmpty()) {
                Words.note(out, page.names().group(group) + ": " + group.evidence() + ".");
            }
        }
        Words.note(out, "Calls of a run, and starts of a build, that all gave the same are left out here.");
    }

    private static @Nullable String modal(AgreementSummary group) {
        Double low = group.modalShareLow95();
        Double high = group.modalShareHigh95();
        return low == null || high == null ? null : "[" + Figures.rate(low) + ", " + Figures.rate(high) + "]";
    }

    static @Nullable String kappa(AgreementSummary agreement) {
        Double kappa = agreement.kappa();
        if (kappa != null) {
            return String.format(Locale.ROOT, "%.3f", kappa);
        }
        return agreement.kappaUndefined() == null ? null : "undefined";
    }
}
