package io.soakline.sink.report.html;

import io.soakline.sink.report.Conditions;
import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SoakSummary.RunSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Compilers, builds, device and environment. */
final class ComparedSection implements Section {

    @Override
    public String id() {
        return "compared";
    }

    @Override
    public String title() {
        return "What was compared";
    }

    @Override
    public void write(Page page, Markup out) {
        if (page.runs().isEmpty()) {
            Words.paragraph(out, "No run was recorded.");
            return;
        }
        builds(page, out);
        conditions(page, out);
    }

    private static void builds(Page page, Markup out) {
        Table table = new Table(
                out,
                "Builds, with the options that differ between them",
                "Build",
                "Compiler version",
                "Target",
                "Options",
                "Built",
                ">Took",
                ">Runs");
        Map<String, Map<String, String>> differing = differingOptions(page);
        for (String key : page.names().builds()) {
            RunSummary first = page.names().runsOf(key).get(0);
            Conditions conditions = first.conditions();
            table.row(page.names().build(key))
                    .cell(conditions == null ? null : conditions.compilerVersion())
                    .cell(conditions == null ? null : conditions.target())
                    .cell(options(differing.getOrDefault(key, Map.of())))
                    .cell(
                            first.build() == null || first.build().builtAt() == null
                                    ? null
                                    : Moment.of(first.build().builtAt()))
                    .num(
                            first.build() == null || first.build().seconds() == null
                                    ? null
                                    : Words.significant(first.build().seconds()) + " s")
                    .num(Figures.count(page.names().runsOf(key).size()));
        }
        table.end();
    }

    private static String options(Map<String, String> options) {
        return options.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    /** What all builds have in common is said once, below. */
    private static Map<String, Map<String, String>> differingOptions(Page page) {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        page.names()
                .builds()
                .forEach(key -> all.put(key, page.names().runsOf(key).get(0).configuration()));
        Map<String, String> common = Shared.of(all.values().stream().toList());
        Map<String, Map<String, String>> differing = new LinkedHashMap<>();
        all.forEach((key, options) -> {
            Map<String, String> own = new TreeMap<>(options);
            own.keySet().removeAll(common.keySet());
            differing.put(key, own);
        });
        return differing;
    }

    private static void conditions(Page page, Markup out) {
        List<Conditions> all = page.runs().stream()
                .map(RunSummary::conditions)
                .filter(Objects::nonNull)
                .toList();
        if (all.isEmpty()) {
            Words.note(out, "This summary is older than the record of devices and environment.");
            return;
        }
        out.open("dl");
        entry(out, "Model", distinct(page.runs().stream().map(RunSummary::model).toList()));
        entry(
                out,
                "Model SHA-256",
                distinct(all.stream().map(Conditions::modelDigest).toList()));
        entry(
                out,
                "Inputs",
                distinct(all.stream()
                        .map(c -> Figures.counted(c.inputCount(), "input") + ", " + c.labelledInputs()
                                + " with an expected label, set " + c.inputSetDigest())
                        .toList()));
        entry(out, "Load", distinct(all.stream().map(Conditions::load).toList()));
        entry(
                out,
                "Producer version",
                distinct(all.stream().map(Conditions::producerVersion).toList()));
        out.close();
        shared(
                out,
                "Options of all builds",
                page.runs().stream().map(RunSummary::configuration).toList());
        devices(page, out);
        shared(
                out,
                "Environment of all runs",
                all.stream().map(Conditions::environment).toList());
        Words.note(out, "Where runs had unequal environments, their own values are in the figures as JSON.");
    }

    private static void devices(Page page, Markup out) {
        for (String device :
                new TreeSet<>(page.runs().stream().map(RunSummary::device).toList())) {
            shared(
                    out,
                    "Device " + device,
                    page.runs().stream()
                            .filter(run -> run.device().equals(device))
                            .map(RunSummary::conditions)
                            .filter(Objects::nonNull)
                            .map(Conditions::device)
                            .toList());
        }
    }

    private static void shared(Markup out, String heading, List<Map<String, String>> maps) {
        Map<String, String> common = Shared.of(maps);
        if (common.isEmpty()) {
            return;
        }
        out.open("details")
                .element("summary", heading + " (" + common.size() + ")")
                .open("dl");
        common.forEach((key, value) -> entry(out, key, value));
        out.close().close().line();
    }

    private static void entry(Markup out, String name, String value) {
        out.element("dt", name).element("dd", value);
    }

    private static String distinct(List<String> values) {
        return new TreeSet<>(values).stream().collect(Collectors.joining("; "));
    }
}
