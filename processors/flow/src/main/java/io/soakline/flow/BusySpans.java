package io.soakline.flow;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * When one run was executing: from the first start to the last end of each batch, spans that nearly touch made one. So
 * interleaved engines, which take turns, do not count as neighbours of each other. Holds the last two minutes.
 */
final class BusySpans {

    private static final long KEPT_NANOS = 120_000_000_000L;
    /** Between two batches of one turn there is less; a turn of another engine lasts longer. */
    private static final long TOUCHING_NANOS = 20_000_000L;

    private record Span(long fromNanos, long toNanos) {}

    private final ArrayDeque<Span> spans = new ArrayDeque<>();

    void accept(long fromNanos, long toNanos) {
        Span last = spans.peekLast();
        if (last != null && fromNanos < last.fromNanos()) {
            // The clock was set back.
            spans.clear();
            last = null;
        }
        if (last != null && fromNanos - last.toNanos() < TOUCHING_NANOS) {
            spans.removeLast();
            spans.addLast(new Span(last.fromNanos(), Math.max(last.toNanos(), toNanos)));
        } else {
            spans.addLast(new Span(fromNanos, toNanos));
        }
        while (spans.size() > 1 && spans.getFirst().toNanos() < toNanos - KEPT_NANOS) {
            spans.removeFirst();
        }
    }

    /** Whether the run was executing at any moment of the span. */
    boolean touch(long fromNanos, long toNanos) {
        for (Iterator<Span> it = spans.descendingIterator(); it.hasNext(); ) {
            Span span = it.next();
            if (span.toNanos() < fromNanos) {
                return false;
            }
            if (span.fromNanos() <= toNanos) {
                return true;
            }
        }
        return false;
    }

    /** Told the pieces of a span in which the run was executing. */
    @FunctionalInterface
    interface Piece {
        void at(long fromNanos, long toNanos);
    }

    /** Tells when the run was executing within the span, in order of time. */
    void within(long fromNanos, long toNanos, Piece piece) {
        for (Span span : spans) {
            long from = Math.max(fromNanos, span.fromNanos());
            long to = Math.min(toNanos, span.toNanos());
            if (from < to) {
                piece.at(from, to);
            }
        }
    }

    /** How long the run was executing within the span. */
    long nanosWithin(long fromNanos, long toNanos) {
        long nanos = 0;
        for (Span span : spans) {
            nanos += Math.max(0, Math.min(toNanos, span.toNanos()) - Math.max(fromNanos, span.fromNanos()));
        }
        return nanos;
    }

    /** How long both runs were executing within the span. */
    long nanosTogether(BusySpans other, long fromNanos, long toNanos) {
        long nanos = 0;
        for (Span span : spans) {
            long from = Math.max(fromNanos, span.fromNanos());
            long to = Math.min(toNanos, span.toNanos());
            nanos += from < to ? other.nanosWithin(from, to) : 0;
        }
        return nanos;
    }
}
