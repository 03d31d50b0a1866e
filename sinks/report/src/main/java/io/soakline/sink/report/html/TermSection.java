package io.soakline.sink.report.html;

import java.util.List;

/** Words and methods, for those who read the report without the manual. */
final class TermSection implements Section {

    private record Term(String name, String meaning) {}

    private static final List<Term> TERMS = List.of(
            new Term("build", "one compile of a model by a compiler"),
            new Term("run", "one execution of an engine on a device, in a process of its own"),
            new Term(
                    "steady", "the run kept the latency and outputs that it began with; a change would have been told"),
            new Term("insufficient", "too few inferences to say; not a pass"),
            new Term(
                    "p99", "99 % of the inferences were at most as slow; from a sketch with a relative error of 0.5 %"),
            new Term("CV", "standard deviation over mean, from exact sums"),
            new Term(
                    "95 % interval",
                    "of quantiles from order statistics, of shares by Blaker, of variances by the profile likelihood of a"
                            + " mixed model (REML)"),
            new Term(
                    "at most, at least (95 %)",
                    "bound to one side by Clopper and Pearson: a claim that holds in at least 95 % of cases, and in more where"
                            + " counts are small"),
            new Term(
                    "bit for bit the same",
                    "equal XXH3-128 digests over the canonical bytes: −0 is +0, every NaN is the same"),
            new Term("usual output", "the output that an input gave most often in a run"),
            new Term(
                    "kappa",
                    "agreement of labels beyond chance: Cohen's of two runs, Fleiss' of more; undefined when all labels are one"),
            new Term("effective outputs", "exponential of the entropy of the outputs seen: 1 when all are equal"));

    @Override
    public String id() {
        return "terms";
    }

    @Override
    public String title() {
        return "Words and methods";
    }

    @Override
    public void write(Page page, Markup out) {
        out.open("dl");
        for (Term term : TERMS) {
            out.element("dt", term.name()).element("dd", term.meaning());
        }
        out.close();
    }
}
