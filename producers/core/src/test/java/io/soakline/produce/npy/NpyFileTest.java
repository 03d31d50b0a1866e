package io.soakline.produce.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NpyFileTest {

    private static final String NUMPY_HEADER = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

    @TempDir
    Path folder;

    /** As numpy.save of NumPy 2 lays it out: version 1.0, the header padded so that elements begin at byte 128. */
    private static byte[] numpy(String header, int version, byte[] elements) {
        int lengthBytes = version == 1 ? 2 : 4;
        int padded = (6 + 2 + lengthBytes + header.length() + 1 + 63) / 64 * 64 - (6 + 2 + lengthBytes);
        ByteBuffer file =
                ByteBuffer.allocate(8 + lengthBytes + padded + elements.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        file.put((byte) version).put((byte) 0);
        if (version == 1) {
            file.putShort((short) padded);
        } else {
            file.putInt(padded);
        }
        file.put((header + " ".repeat(padded - header.length() - 1) + "\n").getBytes(StandardCharsets.US_ASCII));
        return file.put(elements).array();
    }

    private static byte[] floats(int count) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            bytes.putFloat(i + 0.5f);
        }
        return bytes.array();
    }

    private NpyFile read(byte[] file) throws IOException, EngineException {
        return NpyFile.read(Files.write(folder.resolve("a.npy"), file));
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void read_givenEachFormatVersion_givesTheTensor(int version) throws Exception {
        NpyFile array = read(numpy(NUMPY_HEADER, version, floats(6)));
        assertThat(array.elementType()).isEqualTo(ElementType.FLOAT32);
        assertThat(array.shape()).containsExactly(2L, 3L);
        assertThat(array.elements().getFloat(20)).isEqualTo(5.5f);
        assertThat(array.elements().isDirect()).isTrue();
    }

    @Test
    void write_givenTensor_isByteForByteWhatNumpyWrites() throws Exception {
        Path file = folder.resolve("b.npy");
        NpyFile.write(file, ElementType.FLOAT32, List.of(2L, 3L), ByteBuffer.wrap(floats(6)));
        assertThat(Files.readAllBytes(file)).isEqualTo(numpy(NUMPY_HEADER, 1, floats(6)));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void read_givenWhatWriteWrote_isTheSameForEveryType(ElementType type) throws Exception {
        for (List<Long> shape : List.of(List.<Long>of(), List.of(5L), List.of(1L, 2L, 3L))) {
            int elements = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
            byte[] bytes = new byte[elements * type.bytes()];
            new Random(3).nextBytes(bytes);
            Path file = folder.resolve("c.npy");
            NpyFile.write(file, type, shape, ByteBuffer.wrap(bytes));
            NpyFile array = NpyFile.read(file);
            byte[] read = new byte[bytes.length];
            array.elements().get(0, read);
            assertThat(array.elementType()).isEqualTo(type);
            assertThat(array.shape()).isEqualTo(shape);
            assertThat(read).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"descr\": \"<f4\", \"shape\": (2,3), \"fortran_order\": False} | ",
                "{'descr': '>f4', 'fortran_order': False, 'shape': (2, 3), } | elements are >f4, expected little-endian",
                "{'descr': '<c8', 'fortran_order': False, 'shape': (2, 3), } | elements are <c8",
                "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), } | Fortran order, expected C order",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), } | needs 32 bytes, 24 are there",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 0), } | holds no element",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), } | more than 2 GiB",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,), } | an extent is missing",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, -3), } | an extent is missing",
                "{'descr': '<f4', 'fortran_order': 0, 'shape': (2, 3), } | True or False is missing",
                "{'descr': '<f4', 'fortran_order': False, } | descr, fortran_order and shape are needed",
                "{'descr': '<f4', 'descr': '<f4', 'shape': (2, 3), } | twice",
                "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3), } | a text in quotes is missing",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), 'more': 1} | key more is not known",
                "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), } + 1 | something follows",
                "descr <f4 | '{' is missing"
            })
    void read_givenOtherHeaders_takesOrRefusesThemByName(String header, String expected) throws Exception {
        byte[] file = numpy(header, 1, floats(6));
        if (expected == null) {
            assertThat(read(file).shape()).containsExactly(2L, 3L);
            return;
        }
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("a.npy is not a tensor that can be read")
                .hasMessageContaining(expected);
    }

    @Test
    void read_givenOtherFiles_saysWhatIsWrong() throws Exception {
        byte[] good = numpy(NUMPY_HEADER, 1, floats(6));
        assertThatThrownBy(() -> read("PK\3\4 an archive".getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining("does not begin as .npy files do");
        assertThatThrownBy(() -> read(new byte[0])).hasMessageContaining("ends too early");
        assertThatThrownBy(() -> read(Arrays.copyOf(good, 50))).hasMessageContaining("ends too early");
        assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length + 1))).hasMessageContaining("25 are there");
        byte[] future = good.clone();
        future[6] = 4;
        assertThatThrownBy(() -> read(future)).hasMessageContaining("format version is 4");
        assertThatThrownBy(() -> NpyFile.read(folder.resolve("gone.npy"))).hasMessageContaining("gone.npy");
    }

    @Test
    void read_givenDamagedFiles_eitherUnderstandsOrRefusesInOneLine() throws Exception {
        byte[] good = numpy(NUMPY_HEADER, 1, floats(6));
        Random random = new Random(11);
        int refused = 0;
        for (int i = 0; i < 4000; i++) {
            byte[] damaged = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
            for (int k = 0; k <= random.nextInt(4) && damaged.length > 0; k++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(read(damaged).elements().capacity()).isEqualTo(24);
            } catch (EngineException e) {
                refused++;
                assertThat(e.getMessage()).contains("a.npy").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(1500);
    }
}
