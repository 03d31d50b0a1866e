package io.soakline.produce.tvm.graph;

import io.soakline.produce.engine.EngineException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.apache.tvm.NDArray;
import org.apache.tvm.NDArrayBase;

/**
 * Moves bytes between Java arrays and tensors without TVM4J's own copies, which leak.
 *
 * <p>{@code NDArray.copyFrom…} makes a tensor for each call, and the native code behind it overwrites that tensor's data
 * pointer: its memory is never freed (TVM 0.18, {@code tvmArrayCopyFromJArray}). {@code NDArray.internal} leaves one to
 * the finalizer in each call. Here the same native functions are called with tensors that are made once.
 */
final class TensorBytes {

    private static final MethodHandle FROM_JAVA = nativeMethod(
            "tvmArrayCopyFromJArray", MethodType.methodType(int.class, byte[].class, long.class, long.class));
    private static final MethodHandle TO_JAVA =
            nativeMethod("tvmArrayCopyToJArray", MethodType.methodType(int.class, long.class, byte[].class));
    private static final MethodHandle HANDLE = handleOfTensor();

    private TensorBytes() {}

    /**
     * Copies {@code bytes} into {@code tensor}.
     *
     * @param carrier a tensor of the same shape that lends its description; its own data is lost with the first call
     */
    static void write(byte[] bytes, NDArray carrier, NDArray tensor) throws EngineException {
        try {
            check((int) FROM_JAVA.invokeExact(bytes, address(carrier), address(tensor)));
        } catch (Throwable e) {
            throw failed("into", e);
        }
    }

    /** Copies {@code tensor}, which lies in the host's memory, into {@code bytes}. */
    static void read(NDArray tensor, byte[] bytes) throws EngineException {
        try {
            check((int) TO_JAVA.invokeExact(address(tensor), bytes));
        } catch (Throwable e) {
            throw failed("out of", e);
        }
    }

    private static long address(NDArray tensor) throws Throwable {
        return (long) HANDLE.invokeExact((NDArrayBase) tensor);
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("status " + status);
        }
    }

    private static EngineException failed(String direction, Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return new EngineException("TVM cannot copy " + direction + " a tensor: " + cause.getMessage(), cause);
    }

    /** Bound to TVM4J's library object, whose class is not public. */
    private static MethodHandle nativeMethod(String name, MethodType type) {
        try {
            Field field = Class.forName("org.apache.tvm.Base", true, NDArray.class.getClassLoader())
                    .getField("_LIB");
            field.setAccessible(true);
            Object library = field.get(null);
            Method method = library.getClass().getDeclaredMethod(name, type.parameterArray());
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method).bindTo(library).asType(type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this TVM4J has no " + name + "; Soakline knows 0.18.0", e);
        }
    }

    private static MethodHandle handleOfTensor() {
        try {
            Field handle = NDArrayBase.class.getDeclaredField("handle");
            handle.setAccessible(true);
            return MethodHandles.lookup().unreflectGetter(handle);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this TVM4J keeps no handle in its tensors; Soakline knows 0.18.0", e);
        }
    }
}
