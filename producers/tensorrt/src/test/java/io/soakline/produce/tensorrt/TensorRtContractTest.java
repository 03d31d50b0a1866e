package io.soakline.produce.tensorrt;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineContract;
import io.soakline.produce.engine.EngineProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class TensorRtContractTest extends EngineContract {

    @TempDir
    Path folder;

    @Override
    protected EngineProvider provider() {
        return new TensorRtProvider(RecordedTensorRt::new);
    }

    @Override
    protected Path engineDirectory() throws Exception {
        Path model = Files.write(folder.resolve("tiny.onnx"), RecordedTensorRt.EMPTY_MODEL);
        BuildRequest request = new BuildRequest(model, "tensorrt", "tiny", folder, Map.of());
        return new TensorRtBuilder(RecordedTensorRt::new).build(request, (stage, fraction) -> {});
    }
}
