package io.soakline.sink.report.html;

/** Times as people read them. */
final class Moment {

    private static final int SECONDS = "2026-01-01T00:00:00".length();

    private Moment() {}

    /** {@code 2026-01-01 00:00:00 UTC} from RFC 3339 in UTC; anything else is left as it is. */
    static String of(String rfc3339) {
        return rfc3339.length() > SECONDS && rfc3339.endsWith("Z") && rfc3339.charAt(10) == 'T'
                ? rfc3339.substring(0, 10) + " " + rfc3339.substring(11, SECONDS) + " UTC"
                : rfc3339;
    }
}
