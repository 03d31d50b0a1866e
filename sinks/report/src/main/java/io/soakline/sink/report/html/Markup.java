package io.soakline.sink.report.html;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML and the SVG inside it. Text and attribute values are escaped here and nowhere else; only {@link #style} takes
 * text as it is. What was opened must be closed, or {@link #toString} throws.
 */
final class Markup {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9-]*");

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** @param attributes names and values in turn; an attribute with the value null is left out */
    Markup open(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        open.push(tag);
        return this;
    }

    /** An element without an end: {@code meta}, {@code br}. */
    Markup single(String tag, @Nullable String... attributes) {
        start(tag, attributes);
        return this;
    }

    private void start(String tag, @Nullable String... attributes) {
        out.append('<').append(checked(tag));
        for (int i = 0; i < attributes.length; i += 2) {
            String value = attributes[i + 1];
            if (value != null) {
                out.append(' ').append(checked(attributes[i])).append("=\"");
                escape(value);
                out.append('"');
            }
        }
        out.append('>');
    }

    private static String checked(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of an element or attribute: " + name);
        }
        return name;
    }

    Markup close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    Markup text(String text) {
        escape(text);
        return this;
    }

    /** An element with text alone. */
    Markup element(String tag, String text, @Nullable String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** @param css ours, never data */
    Markup style(String css) {
        if (css.contains("</")) {
            throw new IllegalArgumentException("a style sheet must not end its element");
        }
        open("style");
        out.append(css);
        return close();
    }

    Markup line() {
        out.append('\n');
        return this;
    }

    /** Control characters, and those that turn the direction of text around, become U+FFFD. */
    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(hidden(c) ? '\uFFFD' : c);
            }
        }
    }

    private static boolean hidden(char c) {
        return (Character.isISOControl(c) && c != '\n' && c != '\t')
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
