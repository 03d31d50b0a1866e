package io.soakline.produce.onnxruntime;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineContract;
import io.soakline.produce.engine.EngineProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeContractTest extends EngineContract {

    @TempDir
    Path folder;

    @Override
    protected EngineProvider provider() {
        return new OnnxRuntimeProvider();
    }

    @Override
    protected Path engineDirectory() throws Exception {
        Path model = Files.write(folder.resolve("tiny.onnx"), TinyModel.withRows(2));
        BuildRequest request = new BuildRequest(model, "onnxruntime", "tiny", folder, Map.of());
        return new OnnxRuntimeBuilder().build(request, (stage, fraction) -> {});
    }
}
