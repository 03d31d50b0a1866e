package io.soakline.produce.synthetic;

import io.soakline.produce.engine.BuildRequest;
import io.soakline.produce.engine.EngineContract;
import io.soakline.produce.engine.EngineProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

class SyntheticEngineContractTest extends EngineContract {

    @TempDir
    Path folder;

    @Override
    protected EngineProvider provider() {
        return new SyntheticProvider();
    }

    @Override
    protected Path engineDirectory() throws Exception {
        Path model = Files.writeString(folder.resolve("model.onnx"), "any bytes");
        BuildRequest request =
                new BuildRequest(model, "synthetic", "synthetic", folder, Map.of("latency-micros", "10"));
        return new SyntheticBuilder().build(request, (stage, fraction) -> {});
    }
}
