package io.soakline.sink.page;

import io.soakline.record.DeadLetter;
import io.soakline.sink.page.Views.DeadLetterView;
import io.soakline.sink.page.Views.DeadLettersView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many records could not be read, each counted once however often it is told, and the newest of them. */
final class DeadLetterCount {

    private static final int MOST_SHOWN = 20;

    private final Deque<DeadLetterView> newest = new ArrayDeque<>();
    private final Map<String, Long> lastOffset = new TreeMap<>();
    private long count;

    /** Whether it is a new one. */
    boolean accept(DeadLetter letter) {
        String place = letter.getTopic() + "-" + letter.getPartition();
        Long last = lastOffset.get(place);
        if (last != null && letter.getOffset() <= last) {
            return false;
        }
        lastOffset.put(place, letter.getOffset());
        count++;
        newest.addLast(new DeadLetterView(
                Views.name(letter.getTopic()),
                letter.getPartition(),
                letter.getOffset(),
                letter.getTimestampMillis(),
                Views.sentence(letter.getReason())));
        if (newest.size() > MOST_SHOWN) {
            newest.removeFirst();
        }
        return true;
    }

    DeadLettersView view() {
        return new DeadLettersView(count, List.copyOf(newest));
    }
}
