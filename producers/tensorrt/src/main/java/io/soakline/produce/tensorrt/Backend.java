package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.tensorrt.door.NativeTensorRt;
import io.soakline.produce.tensorrt.door.TensorRt;
import org.jspecify.annotations.Nullable;

/** Where TensorRT comes from. */
@FunctionalInterface
interface Backend {

    /** This host's, loaded when it is first asked for. */
    Backend NATIVE = new Backend() {
        private @Nullable TensorRt loaded;

        @Override
        public synchronized TensorRt get() throws EngineException {
            TensorRt tensorRt = loaded;
            if (tensorRt == null) {
                tensorRt = NativeTensorRt.load();
                loaded = tensorRt;
            }
            return tensorRt;
        }
    };

    /** @throws EngineException when there is none here */
    TensorRt get() throws EngineException;
}
