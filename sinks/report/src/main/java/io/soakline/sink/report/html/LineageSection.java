package io.soakline.sink.report.html;

import io.soakline.sink.report.BuildSummary;
import io.soakline.sink.report.Conditions;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the model to its builds to their runs, with digests. */
final class LineageSection implements Section {

    @Override
    public String id() {
        return "lineage";
    }

    @Override
    public String title() {
        return "Lineage: model, build, run";
    }

    @Override
    public void write(Page page, Markup out) {
        if (page.audit().builds().isEmpty()) {
            Words.paragraph(out, "No run was recorded.");
            return;
        }
        List<String> models =
                page.runs().stream().map(RunSummary::model).distinct().toList();
        out.open("ul", "class", "tree");
        for (String model : models) {
            out.open("li").element("b", model).text(" ");
            Words.digest(out, modelDigest(page, model));
            out.open("ul");
            page.audit().builds().stream()
                    .filter(build -> build.model().equals(model))
                    .forEach(build -> build(page, build, out));
            out.close().close();
        }
        out.close();
        Words.note(
                out,
                "Schedules are the choices of the tuner, or tactics; equal schedules may still come in other bytes. Point at a"
                        + " digest for all of it.");
    }

    private static @Nullable String modelDigest(Page page, String model) {
        return page.runs().stream()
                .filter(run -> run.model().equals(model))
                .map(RunSummary::conditions)
                .filter(Objects::nonNull)
                .map(Conditions::modelDigest)
                .findFirst()
                .orElse(null);
    }

    private static void build(Page page, BuildSummary build, Markup out) {
        out.open("li").element("b", build.name()).text(" schedules ");
        Words.digest(out, build.scheduleDigest());
        out.text(", artefact ");
        Words.digest(out, build.artefactDigest());
        if (build.searchSeed() != null) {
            out.text(", search seed " + build.searchSeed());
        }
        String against = againstFirst(page, build);
        if (!against.isEmpty()) {
            out.text(" – " + against);
        }
        out.open("ul");
        for (RunSummary run : page.names().runsOf(build.buildId())) {
            out.open("li").text(page.names().run(run.run()) + ", on " + run.device() + ", run id ");
            out.element("code", run.run()).close();
        }
        out.close().close().line();
    }

    /** Against the compiler's first build of the same model. */
    private static String againstFirst(Page page, BuildSummary build) {
        BuildSummary first = page.audit().builds().stream()
                .filter(other -> other.compiler().equals(build.compiler())
                        && other.model().equals(build.model()))
                .findFirst()
                .orElse(build);
        if (first.equals(build) || first.artefactDigest() == null) {
            return "";
        }
        String difference = Objects.equals(first.artefactDigest(), build.artefactDigest())
                ? "same bytes"
                : first.scheduleDigest() == null || build.scheduleDigest() == null
                        ? "other bytes"
                        : first.scheduleDigest().equals(build.scheduleDigest())
                                ? "same schedules, other bytes"
                                : "other schedules";
        return difference + " against " + first.name();
    }
}
