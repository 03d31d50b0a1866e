package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaFreeHost;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMallocHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpy;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyAsync;
import static org.bytedeco.cuda.global.cudart.cudaStreamSynchronize;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.ResidentDigest;
import java.nio.LongBuffer;
import java.util.List;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
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
    /** Sixteen stripes of a block, and the stream's last one. */
    private static final int BLOCK_THREADS = 17 * LANES;

    private final List<TensorMemory> outputs;
    private final CUstream_st stream;
    private final DeviceCode code;
    private final CUfunc_st blockSums;
    private final CUfunc_st chain;
    private final long[] offsets;
    private final int blocks;
    private final Pointer packed = new Pointer();
    private final Pointer sums = new Pointer();
    private final Pointer result = new Pointer();
    private final Pointer answer = new Pointer();
    private final LongBuffer answerView;
    private final PointerPointer<Pointer> sumArguments;
    private final PointerPointer<Pointer> chainArguments;

    private DeviceDigest(
            List<TensorMemory> outputs, List<byte[]> headers, long length, CUstream_st stream, DeviceCode code)
            throws EngineException {
        this.outputs = outputs;
        this.stream = stream;
        this.code = code;
        blockSums = code.function("blockSums");
        chain = code.function("chain");
        blocks = Math.toIntExact((length - 1) / BLOCK_BYTES + 1);
        allocate(packed, length);
        allocate(sums, 8L * LANES * blocks);
        allocate(result, 16);
        Cuda.check(cudaMallocHost(answer, 16), "pin 16 bytes of host memory");
        answerView = new LongPointer(answer).capacity(2).asBuffer();
        sumArguments = arguments(packed.address(), length, sums.address());
        chainArguments = arguments(sums.address(), length, result.address());
        offsets = new long[outputs.size()];
        long at = 0;
        for (int i = 0; i < offsets.length; i++) {
            try (BytePointer header = new BytePointer(headers.get(i))) {
                Cuda.check(
                        cudaMemcpy(packed(at), header, headers.get(i).length, cudart.cudaMemcpyHostToDevice),
                        "copy a header");
            }
            offsets[i] = at + headers.get(i).length;
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

    static DeviceDigest of(List<TensorMemory> outputs, List<byte[]> headers, CUstream_st stream, String architecture)
            throws EngineException {
        DeviceCode code = new DeviceCode("xxh3.cu", architecture);
        try {
            return new DeviceDigest(outputs, headers, length(outputs, headers), stream, code);
        } catch (EngineException | RuntimeException e) {
            code.close();
            throw e;
        }
    }

    private static void allocate(Pointer pointer, long bytes) throws EngineException {
        Cuda.check(cudaMalloc(pointer, bytes), "allocate " + bytes + " bytes on the device");
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
            Cuda.check(
                    cudaMemcpyAsync(
                            packed(offsets[i]),
                            output.device(),
                            output.spec().bytes(),
                            cudart.cudaMemcpyDeviceToDevice,
                            stream),
                    "put outputs together");
        }
        launch(blockSums, blocks, BLOCK_THREADS, sumArguments);
        launch(chain, 1, LANES, chainArguments);
        Cuda.check(cudaMemcpyAsync(answer, result, 16, cudart.cudaMemcpyDeviceToHost, stream), "copy a digest");
        Cuda.check(cudaStreamSynchronize(stream), "digest the outputs");
    }

    private void launch(CUfunc_st function, int grid, int threads, PointerPointer<Pointer> arguments)
            throws EngineException {
        Cuda.check(cuLaunchKernel(function, grid, 1, 1, threads, 1, 1, 0, stream, arguments, null), "start a kernel");
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
        List.of(packed, sums, result).forEach(memory -> cudaFree(memory));
        cudaFreeHost(answer);
        code.close();
    }
}
