package io.soakline.benchmark;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.produce.output.OutputDigest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Raw and canonical digest of one output, beside hash4j's own hash of as many bytes in an array. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class DigestBenchmark {

    /** Of the output. */
    @Param({"4096", "4194304"})
    private int bytes;

    private byte[] array;
    private List<ByteBuffer> tensors;
    private OutputDigest digest;
    private OutputDigest tinyValues;
    private int calls;

    /** Values as a network gives them: normal ones, and zeros behind a ReLU. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        ByteBuffer tensor = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes; at += Float.BYTES) {
            tensor.putFloat(at, random.nextInt(4) == 0 ? 0 : (float) random.nextGaussian());
        }
        array = new byte[bytes];
        tensor.get(0, array);
        tensors = List.of(tensor);
        List<TensorSpec> specs = List.of(new TensorSpec("y", ElementType.FLOAT32, List.of((long) bytes / Float.BYTES)));
        digest = new OutputDigest(specs);
        digest.update(tensors);
        tinyValues = new OutputDigest(specs);
        tinyValues.update(tensors);
        ByteBuffer tiny = tinyValues.buffers().get(0);
        for (int at = 0; at < bytes; at += 100 * Float.BYTES) {
            tiny.putFloat(at, random.nextInt(1000) * Float.MIN_VALUE);
        }
    }

    @Benchmark
    public HashValue128 hash4j() {
        return Hashing.xxh3_128().hashBytesTo128Bits(array);
    }

    /** The same output as before: what a repeatable engine gives. It lies where the engine put it. */
    @Benchmark
    public long knownOutput() {
        digest.update();
        return digest.low();
    }

    /** The same from a tensor outside the heap. */
    @Benchmark
    public long knownOutputCopied() {
        digest.update(tensors);
        return digest.low();
    }

    /** An output that was never seen: its unusual values are searched for. */
    @Benchmark
    public long newOutput() {
        digest.buffers().get(0).putInt(0, 0x3f80_0000 + (calls++ & 0x7f_ffff));
        digest.update();
        return digest.low();
    }

    /** The same, of which each hundredth value is subnormal, as a softmax gives them. */
    @Benchmark
    public long newOutputWithSubnormals() {
        tinyValues.buffers().get(0).putInt(4, 0x3f80_0000 + (calls++ & 0x7f_ffff));
        tinyValues.update();
        return tinyValues.low();
    }
}
