package io.soakline.launch;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The text of a file, compressed or not, up to where it ends or was torn off. A compressed file is torn where its data stop
 * before their end, or where what follows is no such data: a file system that lost its power may leave zeros there.
 */
final class TornStream extends FilterInputStream {

    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int BUFFER_BYTES = 1 << 16;

    private boolean torn;
    /** The last byte read. */
    private int last = '\n';

    private TornStream(InputStream in) {
        super(in);
    }

    static TornStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        boolean magicIsCut = first == GZIP_MAGIC >> 8 && second < 0;
        if (!magicIsCut && (first << 8 | second) != GZIP_MAGIC) {
            return new TornStream(in);
        }
        try {
            return new TornStream(new Compressed(in));
        } catch (EOFException e) {
            in.close();
            return tornAtOnce();
        }
    }

    /** Of a compressed file of which not even the header is whole. */
    private static TornStream tornAtOnce() {
        TornStream nothing = new TornStream(new ByteArrayInputStream(new byte[0]));
        nothing.torn = true;
        return nothing;
    }

    /** Whether the end that was reached is none that a writer made. */
    boolean isTorn() {
        return torn;
    }

    /** Whether what was read so far ends with a line feed, or is nothing. */
    boolean isAtLineStart() {
        return last == '\n';
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    /** Returns what came before the tear, and only then says that nothing follows. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (torn) {
            return -1;
        }
        int read;
        try {
            read = super.read(into, offset, length);
        } catch (EOFException e) {
            torn = true;
            read = -1;
        } catch (ZipException e) {
            torn = true;
            read = in instanceof Compressed compressed && compressed.lastRead() > 0 ? compressed.lastRead() : -1;
        }
        if (read > 0) {
            last = into[offset + read - 1];
        }
        return read;
    }

    /** Knows how much it had read when it came upon what is no data. */
    private static final class Compressed extends GZIPInputStream {

        private long before;

        Compressed(InputStream in) throws IOException {
            super(in, BUFFER_BYTES);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            before = inf.getBytesWritten();
            return super.read(into, offset, length);
        }

        int lastRead() {
            return (int) (inf.getBytesWritten() - before);
        }
    }
}
