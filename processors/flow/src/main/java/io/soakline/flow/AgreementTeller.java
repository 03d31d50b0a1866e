package io.soakline.flow;

import io.soakline.record.Agreement;
import java.util.Set;
import java.util.function.Supplier;

/** Hears of every agreement that may be news, and says whether it is to be written. */
interface AgreementTeller {

    /**
     * Whether the agreement is to be worked out though nothing seems to have changed.
     *
     * @param identity see {@link AgreementBook#ofPair}, {@link AgreementBook#ofGroup}
     * @param asOfNanos of the agreement
     */
    boolean awaits(Supplier<String> identity, long asOfNanos);

    /**
     * Whether it is to be written.
     *
     * @param last whether no more inferences will come: then their exact number is news, too
     */
    boolean tell(Agreement agreement, boolean last);

    /** It will not be spoken of again. */
    void forget(String identity);

    /** Of the pairs of a model and input set only these may be spoken of again. */
    void keepPairs(String modelDigest, String inputSetDigest, Set<String> kept);
}
