package io.soakline.launch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is soaked and how.
 *
 * @param engines folders of built engines with the compiler of each
 * @param inputs folder of an input set, or null for generated inputs
 * @param outputs what is expected of outputs and what they are compared with
 * @param place where records go
 * @param load {@code closed} or {@code periodic:10ms}, as the producer takes it
 * @param deadline from intended start, or null
 * @param block how long one engine runs before the baton goes on
 * @param warmUp inferences of each run that are counted but not judged, or {@link #DEFAULT_WARM_UP}
 * @param environment said of every run
 * @param fingerprint of the device
 */
public record SoakOrder(
        List<Engine> engines,
        @Nullable Path inputs,
        OutputOrder outputs,
        RecordsPlace place,
        String deviceId,
        String load,
        String waiting,
        @Nullable Duration deadline,
        Duration block,
        int warmUp,
        Map<String, String> environment,
        Map<String, String> fingerprint) {

    /** Short, so that heat, clocks and neighbours hit all engines alike; long against the hand-over. */
    public static final Duration DEFAULT_BLOCK = Duration.ofMillis(500);

    /** Leaves it to the producer: 50 inferences, and at least 500 ms. */
    public static final int DEFAULT_WARM_UP = -1;

    /** A built engine. */
    public record Engine(String compiler, Path folder) {}

    public SoakOrder {
        engines = List.copyOf(engines);
        environment = Map.copyOf(environment);
        fingerprint = Map.copyOf(fingerprint);
    }

    /**
     * Where records go and what engines are fed with, as the producer's commands take it.
     *
     * @param process number of the process among those that this order starts, from 1
     */
    List<String> placeAndInputs(int process) {
        List<String> arguments = new ArrayList<>();
        if (inputs != null) {
            arguments.addAll(List.of("--inputs", inputs.toString()));
        }
        arguments.addAll(outputs.declarations());
        arguments.addAll(place.ofProcess(process).arguments());
        arguments.addAll(List.of("--device", deviceId));
        return arguments;
    }
}
