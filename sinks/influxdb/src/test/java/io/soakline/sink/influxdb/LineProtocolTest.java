package io.soakline.sink.influxdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineProtocolTest {

    @Test
    void line_hasMeasurementTagsFieldsAndNanoseconds() {
        Point point = new Point(Measurement.SLOWEST, 1_764_000_000_123_456_789L)
                .tag("device", "d1")
                .tag("run", "r1")
                .count("sequence", 7)
                .count("latencyNanos", 4_000_000L);

        assertThat(LineProtocol.line(point))
                .isEqualTo("slowest,device=d1,run=r1 sequence=7i,latencyNanos=4000000i 1764000000123456789");
    }

    @Test
    void line_escapesWhatWouldEndATagOrAText() {
        Point point = new Point(Measurement.ALERTS, 1)
                .tag("alert", "a,b=c d")
                .tag("kind", "k\\")
                .tag("subject", "")
                .text("evidence", "say \"no\" to C:\\temp\nnow");

        assertThat(LineProtocol.line(point))
                .isEqualTo("alerts,alert=a\\,b\\=c\\ d,kind=k/,subject=unknown,device=unknown "
                        + "evidence=\"say \\\"no\\\" to C:\\\\temp now\" 1");
    }

    @Test
    void line_leavesOutWhatIsUnknownAndWhatIsNoNumber() {
        Point point = new Point(Measurement.AGREEMENTS, 1)
                .count("inputs", 3)
                .number("bitwiseRate", null)
                .number("top1Rate", Double.NaN)
                .number("maxAbs", Double.POSITIVE_INFINITY);

        assertThat(LineProtocol.line(point)).endsWith(" inputs=3i 1");
    }

    @Test
    void line_withoutAnyField_isRefused() {
        Point point = new Point(Measurement.WINDOWS, 1).number("cv", Double.NaN);

        assertThatThrownBy(() -> LineProtocol.line(point)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void point_withANameThatTheMeasurementLacks_isRefused() {
        Point point = new Point(Measurement.PANES, 1);

        assertThatThrownBy(() -> point.tag("city", "x")).hasMessageContaining("panes has no tag city");
        assertThatThrownBy(() -> point.count("cost", 1)).hasMessageContaining("panes has no field cost");
        assertThatThrownBy(() -> point.number("late", 1.0)).hasMessageContaining("panes.late is no DOUBLE");
    }

    @Test
    void line_ofAnyText_isReadBackAsThatTextWithoutControlsAndBackslashesInTags() {
        long seed = 20_261_123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String tag = text(random);
            String field = text(random);
            Point point = new Point(Measurement.ALERTS, i)
                    .tag("alert", tag)
                    .tag("kind", "k")
                    .tag("subject", "s")
                    .text("evidence", "x" + field);

            Map<String, String> read = parse(LineProtocol.line(point));

            assertThat(read)
                    .as("seed %d, round %d", seed, i)
                    .containsEntry(
                            "alert", tag.isBlank() ? "unknown" : clean(tag).replace('\\', '/'))
                    .containsEntry("evidence", "x" + clean(field))
                    .containsEntry("", Long.toString(i));
        }
    }

    static String text(Random random) {
        String alphabet = "ab ,=\\\"\n\r\t\u0000\u00e9\u4e16\ud83d\ude00#'";
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            int at = alphabet.offsetByCodePoints(0, random.nextInt(alphabet.codePointCount(0, alphabet.length())));
            text.appendCodePoint(alphabet.codePointAt(at));
        }
        return text.toString();
    }

    static String clean(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** A reader written from the description of line protocol; the timestamp comes under the empty name. */
    private static Map<String, String> parse(String line) {
        assertThat(line).doesNotContain("\n").doesNotContain("\r");
        List<String> words = split(line, ' ', false);
        String rest = line.substring(words.get(0).length() + 1);
        List<String> parts = split(rest, ' ', true);
        assertThat(parts).hasSize(2);
        Map<String, String> all = new LinkedHashMap<>();
        List<String> tags = split(words.get(0), ',', false);
        tags.subList(1, tags.size()).forEach(tag -> all.put(name(tag), unescape(value(tag), ",= ")));
        for (String field : split(parts.get(0), ',', true)) {
            String text = value(field);
            all.put(name(field), unescape(text.substring(1, text.length() - 1), "\"\\"));
        }
        all.put("", parts.get(1));
        return all;
    }

    private static String name(String assignment) {
        return assignment.substring(0, assignment.indexOf('='));
    }

    private static String value(String assignment) {
        return assignment.substring(assignment.indexOf('=') + 1);
    }

    /** At separators that are neither escaped nor, where quotes count, within quotes. */
    private static List<String> split(String text, char separator, boolean quotesCount) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                part.append(c).append(text.charAt(++i));
            } else if (c == separator && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                quoted ^= c == '"' && quotesCount;
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unescape(String text, String escapable) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            boolean escape =
                    text.charAt(i) == '\\' && i + 1 < text.length() && escapable.indexOf(text.charAt(i + 1)) >= 0;
            plain.append(text.charAt(escape ? ++i : i));
        }
        return plain.toString();
    }
}
