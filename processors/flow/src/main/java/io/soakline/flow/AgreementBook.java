package io.soakline.flow;

import io.soakline.log.MalformedRecordException;
import io.soakline.log.RecordCodec;
import io.soakline.record.Agreement;
import io.soakline.record.AgreementScope;
import io.soakline.record.Factor;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has been said last of each pair and group, as digests. Goes on from the agreements on the log after a restart and
 * says only what is news: other figures, or the same from twice as many inferences, or from all of runs that have ended.
 */
final class AgreementBook implements AgreementTeller {

    private static final Logger LOG = LoggerFactory.getLogger(AgreementBook.class);

    /** Enough to tell records apart. */
    private static final int DIGEST_BYTES = 16;

    private static final String PAIR = "pair";
    private static final String GROUP = "group";

    /** @param rough without how many inferences it rests on, but for the power of two below that, and what moves with that */
    private record Told(String rough, String exact) {}

    private final Map<String, Told> told = new HashMap<>();
    private final RecordCodec<Agreement> codec = RecordCodec.of(Agreement.class);

    void restore(List<ConsumerRecord<byte[], byte[]>> records) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            try {
                Agreement agreement = codec.decode(record.value());
                told.put(identity(agreement), told(agreement));
            } catch (MalformedRecordException e) {
                LOG.warn(
                        "{}-{} offset {}: {}; it is passed over",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.getMessage());
            }
        }
    }

    /** What is said is known here: nothing needs to be worked out for it. */
    @Override
    public boolean awaits(Supplier<String> identity, long asOfNanos) {
        return false;
    }

    /** Whether it is to be written; from then on it counts as said. */
    @Override
    public boolean tell(Agreement agreement, boolean last) {
        Told now = told(agreement);
        Told before = told.get(identity(agreement));
        if (before != null
                && (last ? before.exact().equals(now.exact()) : before.rough().equals(now.rough()))) {
            return false;
        }
        told.put(identity(agreement), now);
        return true;
    }

    @Override
    public void forget(String identity) {
        told.remove(identity);
    }

    @Override
    public void keepPairs(String modelDigest, String inputSetDigest, Set<String> kept) {
        String prefix = String.join("/", modelDigest, inputSetDigest, PAIR) + "/";
        told.keySet().removeIf(identity -> identity.startsWith(prefix) && !kept.contains(identity));
    }

    /** What the agreement is about: the next one of the same identity takes its place. */
    static String identity(Agreement agreement) {
        String model = agreement.getModelDigest();
        String inputs = agreement.getInputSetDigest();
        return agreement.getScope() == AgreementScope.GROUP
                ? ofGroup(model, inputs, String.valueOf(agreement.getGroupKey()))
                : ofPair(model, inputs, agreement.getRunA(), agreement.getRunB());
    }

    static String ofPair(String modelDigest, String inputSetDigest, String runA, String runB) {
        return String.join("/", modelDigest, inputSetDigest, PAIR, runA, runB);
    }

    static String ofGroup(String modelDigest, String inputSetDigest, String groupKey) {
        return String.join("/", modelDigest, inputSetDigest, GROUP, groupKey);
    }

    private Told told(Agreement agreement) {
        return new Told(digest(rough(agreement)), digest(exact(agreement)));
    }

    /** The agreement without when it was said and in which words. */
    static Agreement exact(Agreement agreement) {
        return Agreement.newBuilder(agreement).setAsOfNanos(0).setEvidence("").build();
    }

    /** The same, but for how many inferences it rests on, of which the power of two below stays, and what moves with that. */
    static Agreement rough(Agreement agreement) {
        Agreement figures = exact(agreement);
        figures.setInferences(Long.highestOneBit(agreement.getInferences()));
        if (agreement.getFactor() == Factor.CALL) {
            withoutShares(figures);
        }
        return figures;
    }

    /** Shares of calls, unlike those of runs and of inputs, move with every call. */
    private static void withoutShares(Agreement figures) {
        figures.setBitwiseRate(null);
        figures.setKappa(null);
        figures.setModalShare(null);
        figures.setModalShareLow95(null);
        figures.setModalShareHigh95(null);
        figures.setEffectiveOutputs(null);
    }

    private String digest(Agreement agreement) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(codec.encode(agreement));
            return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
