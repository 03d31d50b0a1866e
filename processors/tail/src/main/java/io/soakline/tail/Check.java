package io.soakline.tail;

/**
 * One precondition of a pWCET estimate and how it came out.
 *
 * @param name what was tested, for a reader
 * @param passed whether the sample meets it
 * @param statistic the test's figure; its side of the limit depends on the test
 * @param limit where the test turns
 */
public record Check(String name, boolean passed, double statistic, double limit) {}
