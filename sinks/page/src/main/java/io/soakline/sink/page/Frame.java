package io.soakline.sink.page;

import java.nio.charset.StandardCharsets;

/** One server-sent event as it goes over the wire. Not a record: its bytes are shared between browsers, never changed. */
final class Frame {

    private final long sequence;
    private final byte[] bytes;

    private Frame(long sequence, byte[] bytes) {
        this.sequence = sequence;
        this.bytes = bytes;
    }

    /** @param json a single line */
    static Frame of(String epoch, long sequence, String type, String json) {
        String text = "id: " + epoch + "-" + sequence + "\nevent: " + type + "\ndata: " + json + "\n\n";
        return new Frame(sequence, text.getBytes(StandardCharsets.UTF_8));
    }

    long sequence() {
        return sequence;
    }

    byte[] bytes() {
        return bytes;
    }
}
