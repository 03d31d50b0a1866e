package io.soakline.sink.report.html;

import io.soakline.sink.report.Recommendation;
import java.util.List;

final class AdviceSection implements Section {

    @Override
    public String id() {
        return "advice";
    }

    @Override
    public String title() {
        return "What to do";
    }

    @Override
    public void write(Page page, Markup out) {
        List<Recommendation> all = page.audit().recommendations();
        List<Recommendation> todo = all.stream().filter(r -> !r.refused()).toList();
        List<Recommendation> refused =
                all.stream().filter(Recommendation::refused).toList();
        if (todo.isEmpty()) {
            Words.paragraph(out, "The figures recommend nothing.");
        } else {
            list(out, todo, "");
        }
        if (!refused.isEmpty()) {
            out.element("h3", "What the data do not carry");
            list(out, refused, "refused");
        }
        page.summary().notes().forEach(note -> Words.note(out, "Note: " + note));
    }

    private static void list(Markup out, List<Recommendation> advice, String cssClass) {
        out.open("ul", "class", "advice");
        for (Recommendation one : advice) {
            out.open("li", "class", cssClass.isEmpty() ? null : cssClass)
                    .element("b", one.text())
                    .element("span", Words.sentence(one.evidence()))
                    .close();
        }
        out.close().line();
    }
}
