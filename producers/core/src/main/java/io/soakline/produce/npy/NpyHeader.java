package io.soakline.produce.npy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The header of a .npy file: a Python dictionary literal with exactly the keys {@code descr}, {@code fortran_order} and
 * {@code shape}, in any order. Reference: NumPy enhancement proposal 1 and {@code numpy.lib.format}.
 *
 * @param descr element type, for example {@code <f4}
 */
record NpyHeader(String descr, boolean fortranOrder, List<Long> shape) {

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /** @throws IllegalArgumentException saying what was expected where */
    static NpyHeader parse(String text) {
        Parser parser = new Parser(text);
        return parser.dictionary();
    }

    /** The literal as NumPy writes it, without padding. */
    String format() {
        StringBuilder extents = new StringBuilder();
        for (long extent : shape) {
            extents.append(extents.isEmpty() ? "" : ", ").append(extent);
        }
        String tuple = "(" + extents + (shape.size() == 1 ? ",)" : ")");
        return "{'descr': '" + descr + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': "
                + tuple + ", }";
    }

    /** Recursive descent over the few forms that occur. */
    private static final class Parser {

        private static final int MOST_AXES = 32;

        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader dictionary() {
            String descr = "";
            boolean fortranOrder = false;
            List<Long> shape = List.of();
            Set<String> keys = new HashSet<>();
            expect('{');
            while (!accept('}')) {
                String key = string();
                expect(':');
                switch (key) {
                    case "descr" -> descr = string();
                    case "fortran_order" -> fortranOrder = bool();
                    case "shape" -> shape = tuple();
                    default -> throw new IllegalArgumentException("key " + key + " is not known");
                }
                if (!keys.add(key)) {
                    throw new IllegalArgumentException("key " + key + " stands there twice");
                }
                if (!accept(',')) {
                    expect('}');
                    break;
                }
            }
            skipSpace();
            if (at < text.length()) {
                throw new IllegalArgumentException("something follows the dictionary at position " + at);
            }
            if (keys.size() < 3) {
                throw new IllegalArgumentException("descr, fortran_order and shape are needed");
            }
            return new NpyHeader(descr, fortranOrder, shape);
        }

        private String string() {
            skipSpace();
            char quote = at < text.length() ? text.charAt(at) : ' ';
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw new IllegalArgumentException("a text in quotes is missing at position " + at);
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private boolean bool() {
            skipSpace();
            for (String word : List.of("True", "False")) {
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return word.equals("True");
                }
            }
            throw new IllegalArgumentException("True or False is missing at position " + at);
        }

        private List<Long> tuple() {
            List<Long> extents = new ArrayList<>();
            expect('(');
            while (!accept(')')) {
                extents.add(extent());
                if (extents.size() > MOST_AXES) {
                    throw new IllegalArgumentException("more than " + MOST_AXES + " dimensions");
                }
                if (!accept(',')) {
                    expect(')');
                    break;
                }
            }
            return extents;
        }

        private long extent() {
            skipSpace();
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            // Eighteen digits always fit into a long.
            if (at == start || at - start > 18) {
                throw new IllegalArgumentException("an extent is missing at position " + start);
            }
            return Long.parseLong(text.substring(start, at));
        }

        private boolean accept(char wanted) {
            skipSpace();
            if (at < text.length() && text.charAt(at) == wanted) {
                at++;
                return true;
            }
            return false;
        }

        private void expect(char wanted) {
            if (!accept(wanted)) {
                throw new IllegalArgumentException("'" + wanted + "' is missing at position " + at);
            }
        }

        private void skipSpace() {
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
                at++;
            }
        }
    }
}
