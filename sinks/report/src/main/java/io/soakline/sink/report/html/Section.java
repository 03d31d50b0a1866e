package io.soakline.sink.report.html;

/** A part of the report with a heading of its own. */
interface Section {

    /** Short and without spaces: the anchor. */
    String id();

    String title();

    /** Writes what is below the heading; where there is nothing to show, a sentence that says why. */
    void write(Page page, Markup out);
}
