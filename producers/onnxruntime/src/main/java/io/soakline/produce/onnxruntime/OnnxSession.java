package io.soakline.produce.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How sessions are opened here, and ONNX Runtime's types in our words. */
final class OnnxSession {

    /** Of which kind an error is and where in ONNX Runtime's own code, which it says before what went wrong. */
    private static final Pattern SOURCE =
            Pattern.compile("^(Error code - [A-Z_]+ - message: )?(.*\\[ONNXRuntimeError\\] : \\d+ : [A-Z_]+ : )?");

    private OnnxSession() {}

    static OrtEnvironment environment() throws EngineException {
        NativeBuild.choose();
        try {
            return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "soakline");
        } catch (LinkageError e) {
            throw NativeBuild.unusable(e);
        }
    }

    /**
     * Opens the model so that one inference uses {@code threads} threads, the caller's included, none of which spins
     * between inferences: it would take time from whatever else runs on the core.
     *
     * @param shownAs name of the model in error messages
     * @param optimization {@code all}, {@code extended}, {@code basic} or {@code none}
     * @param choice what it is run on
     * @param profile how the name of a profile begins; null for a session without one
     */
    static OrtSession open(
            Path model, Path shownAs, int threads, String optimization, ProviderChoice choice, @Nullable Path profile)
            throws EngineException {
        OrtEnvironment environment = environment();
        choice.requireOffered();
        try (SessionOptions options = new SessionOptions()) {
            choice.applyTo(options);
            if (profile != null) {
                options.enableProfiling(profile.toString());
                // Where the model cannot be loaded it would complain about the profile too; errors are thrown anyway.
                options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            }
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(level(optimization));
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            return environment.createSession(model.toString(), options);
        } catch (OrtException e) {
            String reason = SOURCE.matcher(oneLine(e)).replaceFirst("").replace(model.toString(), "it");
            String provider = choice.provider() == ExecutionProvider.CPU
                    ? ""
                    : " with provider " + choice.provider().word();
            throw new EngineException(
                    "ONNX Runtime cannot load " + shownAs + provider + " (" + reason + "); " + choice.advice(reason),
                    e);
        }
    }

    private static OptLevel level(String optimization) throws EngineException {
        return switch (optimization) {
            case "all" -> OptLevel.ALL_OPT;
            case "extended" -> OptLevel.EXTENDED_OPT;
            case "basic" -> OptLevel.BASIC_OPT;
            case "none" -> OptLevel.NO_OPT;
            default ->
                throw new EngineException(
                        "option optimization is \"" + optimization + "\", expected all, extended, basic or none");
        };
    }

    static String oneLine(OrtException failure) {
        return String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " | ");
    }

    static ElementType elementType(String tensor, OnnxJavaType type) throws EngineException {
        return switch (type) {
            case FLOAT -> ElementType.FLOAT32;
            case DOUBLE -> ElementType.FLOAT64;
            case FLOAT16 -> ElementType.FLOAT16;
            case BFLOAT16 -> ElementType.BFLOAT16;
            case INT64 -> ElementType.INT64;
            case INT32 -> ElementType.INT32;
            case INT8 -> ElementType.INT8;
            case UINT8 -> ElementType.UINT8;
            case BOOL -> ElementType.BOOL;
            case INT16, STRING, UNKNOWN ->
                throw new EngineException("tensor " + tensor + " holds "
                        + type.name().toLowerCase(Locale.ROOT) + " elements, which cannot be soaked");
        };
    }

    static OnnxJavaType javaType(ElementType type) {
        return switch (type) {
            case FLOAT64 -> OnnxJavaType.DOUBLE;
            case FLOAT32 -> OnnxJavaType.FLOAT;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT64 -> OnnxJavaType.INT64;
            case INT32 -> OnnxJavaType.INT32;
            case INT8 -> OnnxJavaType.INT8;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
        };
    }
}
