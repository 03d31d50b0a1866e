package io.soakline.produce.onnxruntime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which provider ran how many of a model's nodes, after optimisation, as ONNX Runtime's profile of one inference says. A
 * provider that compiles many nodes into one counts that one.
 */
record NodePlacement(SortedMap<String, Integer> nodes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ENDING = "ExecutionProvider";

    /** @param profile written by {@code OrtSession.endProfiling} */
    static NodePlacement read(Path profile) throws IOException {
        Map<String, String> providers = new HashMap<>();
        for (JsonNode event : JSON.readTree(profile.toFile())) {
            String provider = event.path("args").path("provider").asText();
            String name = event.path("name").asText();
            if (event.path("cat").asText().equals("Node") && name.endsWith("_kernel_time") && !provider.isEmpty()) {
                providers.put(name, provider);
            }
        }
        SortedMap<String, Integer> nodes = new TreeMap<>();
        providers.values().forEach(provider -> nodes.merge(withoutEnding(provider), 1, Integer::sum));
        return new NodePlacement(nodes);
    }

    private static String withoutEnding(String provider) {
        return provider.endsWith(ENDING) ? provider.substring(0, provider.length() - ENDING.length()) : provider;
    }

    /** As in {@code CPU 3, CUDA 52}. */
    String text() {
        return nodes.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
