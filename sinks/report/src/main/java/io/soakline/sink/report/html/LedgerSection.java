package io.soakline.sink.report.html;

import io.soakline.sink.report.Figures;
import io.soakline.sink.report.SoakSummary.LedgerSummary;
import io.soakline.sink.report.SoakSummary.Store;

/** Sums that must close. */
final class LedgerSection implements Section {

    @Override
    public String id() {
        return "ledger";
    }

    @Override
    public String title() {
        return "Where every inference went";
    }

    @Override
    public void write(Page page, Markup out) {
        LedgerSummary ledger = page.summary().ledger();
        out.open("p");
        if (ledger.closes() && ledger.lost() == 0) {
            Words.badge(out, "good", "✔ the sums close, nothing is lost");
        } else if (ledger.closes()) {
            Words.badge(out, "warn", "▲ the sums close, " + Figures.counted(ledger.lost(), "inference") + " lost");
        } else {
            Words.badge(out, "bad", "✘ the sums do not close");
        }
        out.close();
        Table table = new Table(out, "Inferences, warm-up included", "Where", ">Inferences");
        table.row("produced").num(ledger.produced() == null ? "unknown" : Figures.count(ledger.produced()));
        table.row("received").num(Figures.count(ledger.received()));
        table.row("of these malformed").num(Figures.count(ledger.malformed()));
        table.row("of these in panes").num(Figures.count(ledger.paned()));
        table.row("of these late").num(Figures.count(ledger.late()));
        table.row("of these duplicates").num(Figures.count(ledger.duplicate()));
        table.row("lost").num(Figures.count(ledger.lost()));
        table.end();
        if (ledger.produced() == null) {
            Words.note(out, "A run has not ended, or its producer died: how much it produced is not known.");
        }
        Store store = page.summary().store();
        if (store != null) {
            Words.note(out, Figures.count(store.points()) + " points were written to " + store.kind() + ".");
        }
    }
}
