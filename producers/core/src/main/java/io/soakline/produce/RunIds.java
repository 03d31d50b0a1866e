package io.soakline.produce;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Names of runs: readable, sortable by time within an engine, and unique. */
final class RunIds {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final SecureRandom RANDOM = new SecureRandom();

    private RunIds() {}

    /** For example {@code autotvm-20260131T142503-9f3c}; times are UTC. */
    static String create(String engineName, Instant now) {
        String readable = engineName.replaceAll("[^A-Za-z0-9._-]+", "_");
        return String.format(Locale.ROOT, "%s-%s-%04x", readable, TIME.format(now), RANDOM.nextInt(1 << 16));
    }
}
