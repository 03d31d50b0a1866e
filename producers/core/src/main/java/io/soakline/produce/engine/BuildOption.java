package io.soakline.produce.engine;

/**
 * One option of a builder.
 *
 * @param key as written on the command line, for example {@code trials}
 * @param defaultValue used when the option is not given
 * @param help one line: what it does and in which unit
 */
public record BuildOption(String key, String defaultValue, String help) {}
