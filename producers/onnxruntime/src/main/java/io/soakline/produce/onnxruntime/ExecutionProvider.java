package io.soakline.produce.onnxruntime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import ai.onnxruntime.providers.OrtTensorRTProviderOptions;
import io.soakline.produce.engine.EngineException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's execution providers that its Java interface can switch on, by their words on the command line; less those of
 * Android and Windows, where engines are not soaked.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are of List.of
enum ExecutionProvider {
    CPU(OrtProvider.CPU, List.of(), "is in every build"),
    CUDA(OrtProvider.CUDA, null, "comes with the Maven profile onnxruntime-gpu (CUDA 12, cuDNN 9)"),
    TENSORRT(OrtProvider.TENSOR_RT, null, "comes with the Maven profile onnxruntime-gpu (TensorRT 10)"),
    OPENVINO(OrtProvider.OPEN_VINO, List.of("device_type"), "needs a build with --use_openvino"),
    ACL(OrtProvider.ACL, List.of("enable_fast_math"), "needs a build with --use_acl"),
    DNNL(OrtProvider.DNNL, List.of("use_arena"), "needs a build with --use_dnnl"),
    XNNPACK(OrtProvider.XNNPACK, null, "needs a build with --use_xnnpack"),
    ROCM(OrtProvider.ROCM, List.of("device_id"), "needs a build with --use_rocm"),
    QNN(OrtProvider.QNN, null, "needs a build with --use_qnn"),
    WEBGPU(OrtProvider.WEBGPU, null, "needs a build with --use_webgpu"),
    COREML(OrtProvider.CORE_ML, null, "is in the builds for macOS");

    private final OrtProvider inRuntime;
    /** What it can be told; null where ONNX Runtime itself takes any key and refuses those it does not know. */
    private final @Nullable List<String> keys;

    private final String origin;

    ExecutionProvider(OrtProvider inRuntime, @Nullable List<String> keys, String origin) {
        this.inRuntime = inRuntime;
        this.keys = keys;
        this.origin = origin;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    OrtProvider inRuntime() {
        return inRuntime;
    }

    /** How a build of ONNX Runtime comes to have it. */
    String origin() {
        return origin;
    }

    static ExecutionProvider of(String word) throws EngineException {
        for (ExecutionProvider provider : values()) {
            if (provider.word().equals(word)) {
                return provider;
            }
        }
        throw new EngineException("option provider is \"" + word + "\", expected one of "
                + String.join(
                        ", ",
                        Arrays.stream(values()).map(ExecutionProvider::word).toList()));
    }

    /** Refuses options that would be passed over silently. */
    void requireKnown(Map<String, String> options) throws EngineException {
        for (String key : options.keySet()) {
            if (keys != null && !keys.contains(key)) {
                throw new EngineException("provider " + word() + " has no option " + key
                        + (keys.isEmpty() ? "; it has none" : "; it has " + String.join(", ", keys)));
            }
        }
    }

    /** Lets sessions of these options use it before the processor. */
    void addTo(SessionOptions session, Map<String, String> options) throws OrtException, EngineException {
        switch (this) {
            case CPU -> {}
            case CUDA -> {
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions()) {
                    for (Map.Entry<String, String> option : options.entrySet()) {
                        cuda.add(option.getKey(), option.getValue());
                    }
                    session.addCUDA(cuda);
                }
            }
            case TENSORRT -> {
                try (OrtTensorRTProviderOptions tensorRt = new OrtTensorRTProviderOptions()) {
                    for (Map.Entry<String, String> option : options.entrySet()) {
                        tensorRt.add(option.getKey(), option.getValue());
                    }
                    session.addTensorrt(tensorRt);
                }
            }
            case OPENVINO -> session.addOpenVINO(options.getOrDefault("device_type", "CPU"));
            case ACL -> session.addACL(flag(options, "enable_fast_math"));
            case DNNL -> session.addDnnl(flag(options, "use_arena"));
            case XNNPACK -> session.addXnnpack(options);
            case ROCM -> session.addROCM(number(options, "device_id"));
            case QNN -> session.addQnn(options);
            case WEBGPU -> session.addWebGPU(options);
            case COREML -> session.addCoreML(options);
        }
    }

    private static boolean flag(Map<String, String> options, String key) throws EngineException {
        String value = options.getOrDefault(key, "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new EngineException("provider option " + key + " is \"" + value + "\", expected true or false");
        }
        return value.equals("true");
    }

    private static int number(Map<String, String> options, String key) throws EngineException {
        String value = options.getOrDefault(key, "0");
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new EngineException("provider option " + key + " is \"" + value + "\", expected a whole number", e);
        }
    }
}
