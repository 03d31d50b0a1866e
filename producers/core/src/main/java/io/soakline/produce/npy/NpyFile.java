package io.soakline.produce.npy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor in NumPy's file format: little-endian, C order, format versions 1 to 3. Anything else is refused rather than
 * converted. NumPy has no bfloat16 of its own; files of the {@code ml_dtypes} package say {@code <V2}, taken as that here.
 *
 * @param shape all extents positive; empty for a scalar
 * @param elements direct and little-endian, from position 0
 */
public record NpyFile(ElementType elementType, List<Long> shape, ByteBuffer elements) {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    /** NumPy aligns elements to this. */
    private static final int ALIGNMENT = 64;

    private static final Map<ElementType, String> DESCR = Map.of(
            ElementType.FLOAT64, "<f8",
            ElementType.FLOAT32, "<f4",
            ElementType.FLOAT16, "<f2",
            ElementType.BFLOAT16, "<V2",
            ElementType.INT64, "<i8",
            ElementType.INT32, "<i4",
            ElementType.INT8, "|i1",
            ElementType.UINT8, "|u1",
            ElementType.BOOL, "|b1");

    public NpyFile {
        shape = List.copyOf(shape);
    }

    /** @throws EngineException when the file cannot be read or is not of the described form */
    public static NpyFile read(Path file) throws EngineException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel);
        } catch (IllegalArgumentException e) {
            throw new EngineException(
                    file + " is not a tensor that can be read: " + printable(e)
                            + "; write it with numpy.save(file, numpy.ascontiguousarray(array))",
                    e);
        } catch (EOFException e) {
            throw new EngineException(file + " is not a tensor that can be read: it ends too early", e);
        } catch (IOException e) {
            throw new EngineException("cannot read the tensor " + file + ": " + e, e);
        }
    }

    /** A damaged header may hold anything. */
    private static String printable(IllegalArgumentException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
    }

    private static NpyFile read(FileChannel channel) throws IOException {
        ByteBuffer start = bytes(channel, 8);
        for (byte expected : MAGIC) {
            if (start.get() != expected) {
                throw new IllegalArgumentException("it does not begin as .npy files do");
            }
        }
        int version = start.get();
        if (version < 1 || version > 3 || start.get() != 0) {
            throw new IllegalArgumentException("its format version is " + version + ", this program reads 1 to 3");
        }
        long length = version == 1
                ? bytes(channel, 2).getShort() & 0xffff
                : bytes(channel, 4).getInt() & 0xffff_ffffL;
        if (length > LONGEST_HEADER) {
            throw new IllegalArgumentException(
                    "its header has " + length + " bytes, at most " + LONGEST_HEADER + " are expected");
        }
        ByteBuffer header = bytes(channel, (int) length);
        return read(
                channel, NpyHeader.parse(StandardCharsets.UTF_8.decode(header).toString()));
    }

    private static NpyFile read(FileChannel channel, NpyHeader header) throws IOException {
        ElementType type = elementType(header.descr())
                .orElseThrow(() -> new IllegalArgumentException("its elements are " + header.descr()
                        + ", expected little-endian f8, f4, f2, i8, i4, i1, u1, b1, or V2 for bfloat16"));
        if (header.fortranOrder()) {
            throw new IllegalArgumentException("it is in Fortran order, expected C order");
        }
        long size = type.bytes();
        for (long extent : header.shape()) {
            if (extent == 0) {
                throw new IllegalArgumentException("its shape " + header.shape() + " holds no element");
            }
            if (extent > Integer.MAX_VALUE / size) {
                throw new IllegalArgumentException("its shape " + header.shape() + " takes more than 2 GiB");
            }
            size *= extent;
        }
        long left = channel.size() - channel.position();
        if (left != size) {
            throw new IllegalArgumentException(
                    "its shape " + header.shape() + " needs " + size + " bytes, " + left + " are there");
        }
        return new NpyFile(type, header.shape(), bytes(channel, (int) size));
    }

    private static Optional<ElementType> elementType(String descr) {
        boolean single = descr.endsWith("1");
        return DESCR.entrySet().stream()
                .filter(e -> e.getValue().equals(descr)
                        || (single && descr.startsWith("<") && e.getValue().equals("|" + descr.substring(1))))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static ByteBuffer bytes(FileChannel channel, int count) throws IOException {
        if (channel.size() - channel.position() < count) {
            throw new EOFException();
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException();
            }
        }
        return bytes.rewind();
    }

    /** Writes a tensor of that type and shape, whose elements lie in {@code elements} from position 0. */
    public static void write(Path file, ElementType type, List<Long> shape, ByteBuffer elements) throws IOException {
        String header = new NpyHeader(DESCR.getOrDefault(type, ""), false, shape).format();
        int unpadded = MAGIC.length + 4 + header.length() + 1;
        String padding = " ".repeat((ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT);
        byte[] text = (header + padding + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer start = ByteBuffer.allocate(MAGIC.length + 4 + text.length).order(ByteOrder.LITTLE_ENDIAN);
        start.put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length)
                .put(text)
                .flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : List.of(start, elements.duplicate().rewind())) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
        }
    }
}
