package io.soakline.produce.tensorrt.door;

import java.util.function.Consumer;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TensorRT's log: all of it to whoever builds, errors and warnings to ours. Called from any thread. */
final class TensorRtLog extends ILogger {

    private static final Logger LOG = LoggerFactory.getLogger(TensorRtLog.class);

    private volatile Consumer<String> lines = line -> {};
    private volatile String lastError = "it gives no reason";

    void to(Consumer<String> consumer) {
        lines = consumer;
    }

    String lastError() {
        return lastError;
    }

    @Override
    public void log(ILogger.Severity severity, String message) {
        String text = message.strip();
        synchronized (this) {
            lines.accept(text);
        }
        switch (severity.intern()) {
            case kINTERNAL_ERROR, kERROR -> {
                lastError = text.replaceAll("\\s*\\R\\s*", " | ");
                LOG.error("TensorRT: {}", lastError);
            }
            case kWARNING -> LOG.warn("TensorRT: {}", text);
            default -> LOG.debug("TensorRT: {}", text);
        }
    }
}
