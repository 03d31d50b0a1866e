package io.soakline.sink.report;

import java.util.Locale;

/** How far apart two executions are, from one call to the next (L0) up to another compiler or precision (L5). */
public enum Level {
    L0("call", "call to call"),
    L1("process", "process restart"),
    L2("rebuild", "rebuild"),
    L3("device", "another device"),
    L4("architecture", "another device architecture"),
    L5("compiler", "another compiler or precision");

    private final String factor;
    private final String words;

    Level(String factor, String words) {
        this.factor = factor;
        this.words = words;
    }

    public String factor() {
        return factor;
    }

    public String words() {
        return words;
    }

    /** {@code L2 rebuild}. */
    String label() {
        return name() + " " + factor;
    }

    /** @param name L0 to L5; what this version does not know counts as the farthest */
    public static Level named(String name) {
        for (Level level : values()) {
            if (level.name().equals(name)) {
                return level;
            }
        }
        return L5;
    }

    /** @param factor as an agreement names it; what this version does not know counts as the farthest */
    public static Level of(String factor) {
        for (Level level : values()) {
            if (level.factor.equals(factor.toLowerCase(Locale.ROOT))) {
                return level;
            }
        }
        return L5;
    }
}
