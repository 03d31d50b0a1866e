package io.soakline.flow;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Metadata of a committed offset: how far the partition had been read. The offset itself is that of the oldest record of
 * an open pane; what lies between the two was read before, and its closed panes and dead letters are on the log.
 */
final class ReadMark {

    private static final String VERSION = "1:";

    private ReadMark() {}

    static OffsetAndMetadata commit(long oldestNeeded, long read) {
        return new OffsetAndMetadata(Math.min(oldestNeeded, read), VERSION + read);
    }

    /** Next offset that had not been read; the committed offset itself where the metadata does not say. */
    static long readUpTo(OffsetAndMetadata committed) {
        String metadata = committed.metadata();
        if (metadata.startsWith(VERSION)) {
            try {
                return Math.max(committed.offset(), Long.parseLong(metadata.substring(VERSION.length())));
            } catch (NumberFormatException e) {
                // Somebody reset the offset by hand and left a note: then nothing is a replay.
                return committed.offset();
            }
        }
        return committed.offset();
    }
}
