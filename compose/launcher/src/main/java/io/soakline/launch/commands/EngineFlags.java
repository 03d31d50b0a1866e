package io.soakline.launch.commands;

import io.soakline.launch.LaunchException;
import io.soakline.launch.SoakOrder;
import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Built engines and what they are fed with; shared by the commands that run them. */
final class EngineFlags {

    @Option(
            names = "--engine",
            required = true,
            paramLabel = "DIR",
            description = "folder of a built engine; may be repeated")
    private List<Path> engines = List.of();

    @Option(
            names = "--inputs",
            paramLabel = "DIR",
            description = "folder of pictures or .npy files (default: generated inputs)")
    @Nullable
    Path inputs;

    @Option(
            names = "--labels",
            paramLabel = "CSV",
            description = "expected class of each input: a header file,label and one row for each")
    @Nullable
    Path labels;

    @Option(
            names = "--declaration",
            paramLabel = "FILE",
            description =
                    "what is declared of the model (default: MODEL.soakline.json that lay beside it when it was built)")
    @Nullable
    Path declaration;

    /** @throws ParameterException for flags that contradict each other */
    void requireSense(CommandSpec spec) {
        if (labels != null && inputs == null) {
            throw new ParameterException(
                    spec.commandLine(), "--labels speaks of inputs; name their folder with --inputs");
        }
    }

    /** The engines, each with its compiler. */
    List<SoakOrder.Engine> read() throws LaunchException {
        return read(engines);
    }

    /** Engines in these folders, each with its compiler. */
    static List<SoakOrder.Engine> read(List<Path> folders) throws LaunchException {
        List<SoakOrder.Engine> read = new ArrayList<>();
        for (Path folder : folders) {
            try {
                read.add(new SoakOrder.Engine(EngineManifest.read(folder).compiler(), folder.toAbsolutePath()));
            } catch (EngineException e) {
                throw new LaunchException(e.getMessage(), e);
            }
        }
        return read;
    }
}
