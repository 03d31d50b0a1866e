package io.soakline.flow;

import io.soakline.record.MissPatternRecord;
import io.soakline.record.SuccessionRecord;
import io.soakline.statistics.Bits128;
import io.soakline.statistics.ExactSum;
import io.soakline.statistics.MissPattern;
import io.soakline.statistics.Succession;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What panes say of the order of their inferences, to its records and back. Null stays null: nobody looked. */
final class OrderRecords {

    private OrderRecords() {}

    static @Nullable SuccessionRecord toRecord(@Nullable Succession succession) {
        return succession == null
                ? null
                : new SuccessionRecord(
                        succession.pairs(),
                        succession.earlierSumNanos(),
                        succession.laterSumNanos(),
                        succession.products().high(),
                        succession.products().low(),
                        succession.stepSumNanos(),
                        succession.stepMaxNanos(),
                        succession.smoothedJitterNanos());
    }

    static @Nullable Succession toSuccession(@Nullable SuccessionRecord record) {
        return record == null
                ? null
                : new Succession(
                        record.getPairs(),
                        record.getEarlierSumNanos(),
                        record.getLaterSumNanos(),
                        ExactSum.of(record.getProductSumHigh(), record.getProductSumLow()),
                        record.getStepSumNanos(),
                        record.getStepMaxNanos(),
                        record.getSmoothedJitterNanos());
    }

    static @Nullable MissPatternRecord toRecord(@Nullable MissPattern pattern) {
        return pattern == null
                ? null
                : new MissPatternRecord(
                        pattern.length(),
                        pattern.longestRun(),
                        pattern.leadingRun(),
                        pattern.trailingRun(),
                        pattern.worstIn10(),
                        pattern.worstIn100(),
                        ByteBuffer.wrap(pattern.head().toBytes()),
                        ByteBuffer.wrap(pattern.tail().toBytes()));
    }

    /** @throws IllegalArgumentException when it holds more bits than a pattern keeps */
    static @Nullable MissPattern toPattern(@Nullable MissPatternRecord record) {
        return record == null
                ? null
                : new MissPattern(
                        record.getLength(),
                        record.getLongestRun(),
                        record.getLeadingRun(),
                        record.getTrailingRun(),
                        record.getWorstIn10(),
                        record.getWorstIn100(),
                        bits(record.getHead()),
                        bits(record.getTail()));
    }

    private static Bits128 bits(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return Bits128.of(bytes);
    }
}
