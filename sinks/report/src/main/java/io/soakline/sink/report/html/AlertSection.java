package io.soakline.sink.report.html;

import io.soakline.sink.report.AlertText;
import io.soakline.sink.report.SoakSummary.AlertSummary;
import java.util.List;

/** What was told while the runs were on. */
final class AlertSection implements Section {

    @Override
    public String id() {
        return "alerts";
    }

    @Override
    public String title() {
        return "Alerts";
    }

    @Override
    public void write(Page page, Markup out) {
        List<AlertSummary> alerts = page.summary().alerts();
        if (alerts.isEmpty()) {
            Words.paragraph(out, "None.");
            return;
        }
        out.open("ul", "class", "tree");
        for (AlertSummary alert : alerts) {
            AlertText text = new AlertText(alert);
            out.open("li");
            switch (alert.state()) {
                case "firing" -> Words.badge(out, "bad", "✘ firing");
                case "resolved" -> Words.badge(out, "good", "✔ resolved");
                default -> Words.badge(out, "unsure", "? " + alert.state());
            }
            out.text(" " + text.what());
            text.why().forEach(why -> out.element("div", why, "class", "note"));
            out.close();
        }
        out.close().line();
    }
}
