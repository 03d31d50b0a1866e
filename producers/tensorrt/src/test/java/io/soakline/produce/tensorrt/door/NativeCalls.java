package io.soakline.produce.tensorrt.door;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The native methods of JavaCPP's presets that a class calls, read out of its class file without loading a library. */
final class NativeCalls {

    private static final String PRESETS = "org/bytedeco/";
    private static final int UTF8 = 1;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    private final Map<Integer, String> texts = new TreeMap<>();
    private final Map<Integer, int[]> references = new TreeMap<>();
    private final SortedSet<Integer> methods = new TreeSet<>();

    private NativeCalls() {}

    /**
     * A native method as JNI names it.
     *
     * @param full with its parameters' types, for one that is overloaded
     */
    record Call(String simple, String full) {}

    /** Of the class that is named {@code name}. */
    static Set<Call> of(String name) throws IOException, ReflectiveOperationException {
        NativeCalls pool = new NativeCalls();
        try (InputStream file = NativeCalls.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
            pool.read(new DataInputStream(Objects.requireNonNull(file, name)));
        }
        return pool.nativeMethods();
    }

    /** The constant pool, Java Virtual Machine Specification 4.4. */
    private void read(DataInputStream in) throws IOException {
        in.skipBytes(8);
        int size = in.readUnsignedShort();
        for (int i = 1; i < size; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case UTF8 -> texts.put(i, in.readUTF());
                case CLASS, 8, 16, 19, 20 -> references.put(i, new int[] {in.readUnsignedShort()});
                case 15 -> in.skipBytes(3);
                case 3, 4 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++;
                }
                default -> {
                    references.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                    if (tag == METHOD) {
                        methods.add(i);
                    } else if (tag < 9 || tag > 18) {
                        throw new IOException("constant " + i + " has tag " + tag);
                    }
                }
            }
        }
    }

    private String text(int reference, int part) {
        return Objects.requireNonNull(texts.get(Objects.requireNonNull(references.get(reference))[part]));
    }

    private Set<Call> nativeMethods() throws ReflectiveOperationException {
        Set<Call> names = new LinkedHashSet<>();
        for (int method : methods) {
            int[] parts = Objects.requireNonNull(references.get(method));
            String owner = text(parts[0], 0);
            if (owner.startsWith(PRESETS)) {
                Method found = find(owner.replace('/', '.'), text(parts[1], 0), text(parts[1], 1));
                if (found != null && Modifier.isNative(found.getModifiers())) {
                    names.add(jniName(found));
                }
            }
        }
        return names;
    }

    /** Null for what is inherited of the JDK's classes, and for constructors. */
    private static @Nullable Method find(String owner, String name, String descriptor)
            throws ReflectiveOperationException {
        ClassLoader loader = NativeCalls.class.getClassLoader();
        Class<?>[] parameters =
                MethodType.fromMethodDescriptorString(descriptor, loader).parameterArray();
        for (Class<?> type = Class.forName(owner, false, loader); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), parameters)) {
                    return method;
                }
            }
        }
        return null;
    }

    private static Call jniName(Method method) {
        String simple = "Java_" + mangled(method.getDeclaringClass().getName().replace('.', '/')) + "_"
                + mangled(method.getName());
        StringBuilder full = new StringBuilder(simple).append("__");
        for (Class<?> parameter : method.getParameterTypes()) {
            full.append(mangled(parameter.descriptorString()));
        }
        return new Call(simple, full.toString());
    }

    /** JNI Specification, "Resolving Native Method Names". */
    private static String mangled(String text) {
        return text.replace("_", "_1")
                .replace(";", "_2")
                .replace("[", "_3")
                .replace("$", "_00024")
                .replace('/', '_');
    }
}
