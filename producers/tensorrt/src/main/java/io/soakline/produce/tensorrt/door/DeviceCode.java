package io.soakline.produce.tensorrt.door;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;

import io.soakline.produce.engine.EngineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA C from the resources, compiled by NVRTC for one architecture. */
final class DeviceCode {

    /** Makes machine code of a resource. */
    @FunctionalInterface
    interface Compiler {

        /** @throws EngineException with the compiler's log when it refuses, or when NVRTC is not there */
        BytePointer compile(String resource) throws EngineException;
    }

    private DeviceCode() {}

    /** @param architecture of the device, for example {@code 90} */
    static Compiler compilerFor(String architecture) {
        return resource -> {
            NativeLibraries.ofHost().loadNvrtc();
            return compile(source(resource), resource, architecture);
        };
    }

    static String source(String resource) throws EngineException {
        try (InputStream stream = DeviceCode.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new EngineException("this program was packaged without " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new EngineException("cannot read " + resource + ": " + e, e);
        }
    }

    /** Machine code; needs NVRTC, and no device. */
    static BytePointer compile(String source, String name, String architecture) throws EngineException {
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source);
                BytePointer label = new BytePointer(name);
                BytePointer target = new BytePointer("--gpu-architecture=sm_" + architecture);
                PointerPointer<BytePointer> options = new PointerPointer<BytePointer>(1).put(target);
                PointerPointer<BytePointer> none = new PointerPointer<>();
                SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtcCreateProgram(program, text, label, 0, none, none), "take " + name);
            int code = nvrtcCompileProgram(program, 1, options);
            if (code != nvrtc.NVRTC_SUCCESS) {
                throw new EngineException("NVRTC cannot compile " + name + " for sm_" + architecture + ": "
                        + nvrtcGetErrorString(code).getString() + ": " + log(program, size));
            }
            check(nvrtcGetCUBINSize(program, size), "size what it compiled");
            BytePointer binary = new BytePointer(size.get());
            check(nvrtcGetCUBIN(program, binary), "give what it compiled");
            return binary;
        } finally {
            nvrtcDestroyProgram(program);
        }
    }

    private static String log(_nvrtcProgram program, SizeTPointer size) throws EngineException {
        check(nvrtcGetProgramLogSize(program, size), "size its log");
        try (BytePointer text = new BytePointer(size.get())) {
            check(nvrtcGetProgramLog(program, text), "give its log");
            return text.getString().strip().replace('\n', ' ');
        }
    }

    private static void check(int code, String what) throws EngineException {
        if (code != nvrtc.NVRTC_SUCCESS) {
            throw new EngineException("NVRTC refuses to " + what + ": "
                    + nvrtcGetErrorString(code).getString());
        }
    }
}
