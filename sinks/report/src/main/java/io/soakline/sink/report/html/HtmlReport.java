package io.soakline.sink.report.html;

import io.soakline.sink.report.ReportData;
import io.soakline.sink.report.SummaryJson;
import io.soakline.sink.report.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/**
 * The report as one HTML file: readable from 400 pixels of width, light and dark, on paper, without scripts and without
 * anything from outside, which its content security policy forbids too. The same data give the same bytes.
 */
public final class HtmlReport {

    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static final List<Section> SECTIONS = List.of(
            new AdviceSection(),
            new ComparedSection(),
            new ConditionsSection(),
            new LatencySection(),
            new DistributionSection(),
            new SpreadSection(),
            new AgreementSection(),
            new DifferenceSection(),
            new FlipSection(),
            new AccuracySection(),
            new OnTimeSection(),
            new RepeatabilitySection(),
            new HardwareSection(),
            new LineageSection(),
            new AlertSection(),
            new LedgerSection(),
            new LimitSection(),
            new TermSection());

    private HtmlReport() {}

    /** The whole document. */
    public static String render(ReportData data) {
        Page page = Page.of(data);
        Markup out = new Markup();
        String title = Heading.title(page);
        out.open("html", "lang", "en").open("head");
        out.single("meta", "charset", "utf-8")
                .single("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        out.single("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
        out.single("link", "rel", "icon", "href", "data:,");
        out.element("title", title).style(styleSheet()).close().line();
        out.open("body").element("a", "Skip to the findings", "class", "skip", "href", "#main");
        Heading.write(page, title, out);
        contents(out);
        out.open("main", "id", "main");
        for (Section section : SECTIONS) {
            out.open("section", "id", section.id(), "aria-labelledby", section.id() + "-title");
            out.element("h2", section.title(), "id", section.id() + "-title").line();
            section.write(page, out);
            out.close().line();
        }
        out.close();
        footer(page, out);
        return "<!doctype html>\n" + out.close().close() + "\n";
    }

    /**
     * Writes the file whole or not at all.
     *
     * @throws IOException naming the file
     */
    public static void write(ReportData data, Path file) throws IOException {
        WholeFile.write("the report", file, render(data));
    }

    private static void contents(Markup out) {
        out.open("nav", "aria-label", "Contents").open("ul");
        for (Section section : SECTIONS) {
            out.open("li")
                    .element("a", section.title(), "href", "#" + section.id())
                    .close();
        }
        out.close().close().line();
    }

    private static void footer(Page page, Markup out) {
        String json = SummaryJson.write(page.summary());
        String link = "data:application/json;base64,"
                + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        out.open("footer").open("p", "class", "download");
        out.element("a", "Save the figures as JSON", "href", link, "download", "soakline-summary.json");
        out.text(" (SHA-256 ").element("code", Sha256.of(json)).text(").").close();
        out.element(
                "p",
                "Made by Soakline from the topics of its log. This file asks for nothing from outside and runs no script.");
        out.close();
    }

    private static String styleSheet() {
        try (InputStream css = Objects.requireNonNull(
                HtmlReport.class.getResourceAsStream("report.css"), "report.css is in the jar")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("report.css in the jar cannot be read", e);
        }
    }
}
