package io.soakline.produce.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.InferenceEngine;
import io.soakline.produce.engine.ResidentDigest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.OutputDigest;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputReaderTest {

    private static final List<TensorSpec> OUTPUTS = List.of(
            new TensorSpec("a", ElementType.FLOAT32, List.of(2L)), new TensorSpec("b", ElementType.UINT8, List.of(3L)));

    /** Gives two tensors that the test chooses, and digests them itself if it is asked to. */
    private static final class Held implements InferenceEngine {

        private final boolean digests;
        private long error;
        private float first;
        private int fetches;

        Held(boolean digests) {
            this.digests = digests;
        }

        private byte[] bytes(int output) {
            return output == 0
                    ? ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putFloat(first)
                            .putFloat(2)
                            .array()
                    : new byte[] {7, 8, 9};
        }

        @Override
        public EngineManifest manifest() {
            return new EngineManifest(
                    1, "held", "test", "1", "t", "m", "00", new TreeMap<>(), null, "00", List.of(), OUTPUTS);
        }

        @Override
        public void stage(List<ByteBuffer> inputs) {}

        @Override
        public void infer() {}

        @Override
        public void fetch(int index, ByteBuffer destination) {
            fetches++;
            destination.put(0, bytes(index));
        }

        @Override
        public @Nullable ResidentDigest residentDigest(List<byte[]> headers) {
            return digests ? new Stream(headers) : null;
        }

        @Override
        public void close() {}

        private final class Stream implements ResidentDigest {

            private final List<byte[]> headers;
            private HashValue128 value = new HashValue128(0, 0);

            Stream(List<byte[]> headers) {
                this.headers = headers;
            }

            @Override
            public void update() {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                for (int i = 0; i < headers.size(); i++) {
                    all.writeBytes(headers.get(i));
                    all.writeBytes(bytes(i));
                }
                value = Hashing.xxh3_128().hashBytesTo128Bits(all.toByteArray());
            }

            @Override
            public long high() {
                return value.getMostSignificantBits() + error;
            }

            @Override
            public long low() {
                return value.getLeastSignificantBits();
            }
        }
    }

    private static String identity(OutputDigest digest) {
        return digest.high() + " " + digest.low() + " " + digest.rawHigh() + " " + digest.rawLow() + " "
                + digest.nonFinite();
    }

    @Test
    void identify_givenDigestOfTheEngine_fetchesWhatIsNewOnceAndFindsTheSame() throws Exception {
        Held there = new Held(true);
        Held here = new Held(false);
        OutputDigest digestThere = new OutputDigest(OUTPUTS);
        OutputDigest digestHere = new OutputDigest(OUTPUTS);
        OutputReader readerThere = new OutputReader(there, digestThere);
        OutputReader readerHere = new OutputReader(here, digestHere);
        for (int i = 0; i < 300; i++) {
            float value = List.of(1f, -0f, Float.NaN).get(i % 3);
            there.first = value;
            here.first = value;
            readerThere.identify();
            readerHere.identify();
            assertThat(identity(digestThere)).isEqualTo(identity(digestHere));
        }
        assertThat(there.fetches).isEqualTo(3 * 2);
        assertThat(here.fetches).isEqualTo(300 * 2);
    }

    @Test
    void complete_givenKnownOutputs_fetchesTheirValues() throws Exception {
        Held engine = new Held(true);
        OutputReader reader = new OutputReader(engine, new OutputDigest(OUTPUTS));
        for (float value : new float[] {1, 5, 1}) {
            engine.first = value;
            reader.identify();
        }
        assertThat(engine.fetches).isEqualTo(4);
        assertThat(reader.complete().value(0, 0)).isEqualTo(1);
        assertThat(reader.complete().value(1, 2)).isEqualTo(9);
        assertThat(engine.fetches).isEqualTo(6);
    }

    @Test
    void identify_givenWrongDigestOfTheEngine_endsTheRun() throws Exception {
        Held engine = new Held(true);
        engine.error = 1;
        OutputReader reader = new OutputReader(engine, new OutputDigest(OUTPUTS));
        assertThatThrownBy(reader::identify)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("engine held digests its outputs wrongly on the device");
    }
}
