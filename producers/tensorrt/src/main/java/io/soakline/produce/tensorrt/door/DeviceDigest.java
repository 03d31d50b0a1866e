package io.soakline.produce.tensorrt.door;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import java.nio.LongBuffer;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * XXH3-128 of headers and outputs, taken on the device: they are put together there, hashed by {@code xxh3.cu}, and sixteen
 * bytes come back. On the execution's own stream, so after whatever was enqueued there.
 */
final class DeviceDigest implements ResidentDigest, AutoCloseable {

    /** Shorter ones are hashed by another formula, and are fetched sooner than a kernel starts. */
    private static final long SHORTEST = 241;

    private static final int BLOCK_BYTES = 1024;
    private static final int LANES = 8;
    private static final int ANSWER_BYTES = 16;
    /** Sixteen stripes of a block, and the stream's last one. */
    private static final int BLOCK_THREADS = 17 * LANES;

    private final CudaRuntime cuda;
    private final List<TensorMemory> outputs;
    private final CUstream_st stream;
    private final Releases releases;
    private final CUfunc_st blockSums;
    private final CUfunc_st chain;
    private final long[] offsets;
    private final int blocks;
    private final Pointer packed;
    private final Pointer result;
    private final Pointer answer;
    private final LongBuffer answerView;
    private final PointerPointer<Pointer> sumArguments;
    private final PointerPointer<Pointer> chainArguments;

    private DeviceDigest(
            CudaRuntime cuda,
            List<TensorMemory> outputs,
            List<byte[]> headers,
            CUstream_st stream,
            CUmod_st module,
            Releases releases)
            throws EngineException {
        this.cuda = cuda;
        this.outputs = outputs;
        this.stream = stream;
        this.releases = releases;
        long length = length(outputs, headers);
        blockSums = cuda.function(module, "blockSums");
        chain = cuda.function(module, "chain");
        blocks = Math.toIntExact((length - 1) / BLOCK_BYTES + 1);
        packed = allocate(length);
        Pointer sums = allocate(8L * LANES * blocks);
        result = allocate(ANSWER_BYTES);
        answer = cuda.pin(ANSWER_BYTES);
        releases.add(() -> cuda.unpin(answer));
        releases.add(() -> cuda.settle(stream));
        answerView = new LongPointer(answer).capacity(2).asBuffer();
        sumArguments = arguments(packed.address(), length, sums.address());
        chainArguments = arguments(sums.address(), length, result.address());
        offsets = new long[outputs.size()];
        long at = 0;
        for (int i = 0; i < offsets.length; i++) {
            byte[] header = headers.get(i);
            try (BytePointer bytes = new BytePointer(header)) {
                cuda.copyIn(packed(at), bytes, header.length, stream);
            }
            offsets[i] = at + header.length;
            at = offsets[i] + outputs.get(i).spec().bytes();
        }
    }

    /** Whether outputs of this length in bytes, headers included, are hashed by the formula that is done here. */
    static boolean takes(long length) {
        return length >= SHORTEST;
    }

    static long length(List<TensorMemory> outputs, List<byte[]> headers) {
        return headers.stream().mapToLong(header -> header.length).sum()
                + outputs.stream().mapToLong(output -> output.spec().bytes()).sum();
    }

    static DeviceDigest of(
            CudaRuntime cuda,
            List<TensorMemory> outputs,
            List<byte[]> headers,
            CUstream_st stream,
            DeviceCode.Compiler compiler)
            throws EngineException {
        Releases releases = new Releases();
        try (BytePointer binary = compiler.compile("xxh3.cu")) {
            CUmod_st module = cuda.load(binary);
            releases.add(() -> cuda.unload(module));
            return new DeviceDigest(cuda, outputs, headers, stream, module, releases);
        } catch (EngineException | RuntimeException e) {
            releases.close();
            throw e;
        }
    }

    private Pointer allocate(long bytes) throws EngineException {
        Pointer memory = cuda.allocate(bytes);
        releases.add(() -> cuda.free(memory));
        return memory;
    }

    /** A kernel's arguments, each 64 bits wide. */
    private static PointerPointer<Pointer> arguments(long... values) {
        Pointer[] pointers = new Pointer[values.length];
        for (int i = 0; i < values.length; i++) {
            pointers[i] = new LongPointer(1).put(values[i]);
        }
        return new PointerPointer<>(pointers);
    }

    private Pointer packed(long offset) {
        return new BytePointer(packed).getPointer(offset);
    }

    @Override
    public void update() throws EngineException {
        for (int i = 0; i < offsets.length; i++) {
            TensorMemory output = outputs.get(i);
            cuda.copyWithin(packed(offsets[i]), output.device(), output.spec().bytes(), stream);
        }
        cuda.launch(blockSums, blocks, BLOCK_THREADS, sumArguments, stream);
        cuda.launch(chain, 1, LANES, chainArguments, stream);
        cuda.copyOut(answer, result, ANSWER_BYTES, stream);
        cuda.await(stream);
    }

    @Override
    public long high() {
        return answerView.get(0);
    }

    @Override
    public long low() {
        return answerView.get(1);
    }

    @Override
    public void close() {
        releases.close();
    }
}
