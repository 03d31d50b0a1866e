package io.soakline.launch.audit;

import io.soakline.launch.EngineBuild;
import io.soakline.launch.HumanDuration;
import io.soakline.launch.LaunchException;
import io.soakline.launch.ModelFiles;
import io.soakline.produce.engine.ContentDigest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what an audit measures.
 *
 * @param compilers each of them is built {@code builds} times
 * @param reference compiler whose first build all others are compared with; built once where it is none of
 *     {@code compilers}
 * @param rounds process starts of each engine
 * @param length of each run
 * @param block how long one engine runs before the next
 * @param load as {@link io.soakline.produce.soak.LoadSpec} reads it
 * @param deadline from intended start, or null
 * @param options of each compiler
 * @param probes inputs that are compared exactly, as {@link io.soakline.launch.OutputOrder} takes them
 */
public record AuditPlan(
        ModelFiles model,
        List<String> compilers,
        String reference,
        int builds,
        int rounds,
        Duration length,
        Duration block,
        String load,
        String waiting,
        @Nullable Duration deadline,
        Map<String, Map<String, String>> options,
        int probes,
        String device) {

    public AuditPlan {
        compilers = List.copyOf(new LinkedHashSet<>(compilers));
        options = Map.copyOf(options);
    }

    /** What is built: the reference first, then the first build of each compiler, then the second of each. */
    public List<EngineBuild.Order> orders() {
        List<EngineBuild.Order> orders = new ArrayList<>();
        orders.add(order(reference, 1));
        for (int number = 1; number <= builds; number++) {
            for (String compiler : compilers) {
                EngineBuild.Order order = order(compiler, number);
                if (!orders.contains(order)) {
                    orders.add(order);
                }
            }
        }
        return orders;
    }

    private EngineBuild.Order order(String compiler, int number) {
        Map<String, String> merged = new TreeMap<>(model.options());
        merged.putAll(options.getOrDefault(compiler, Map.of()));
        String name = EngineBuild.Order.name(compiler, number, compilers.contains(compiler) ? builds : 1);
        return new EngineBuild.Order(name, compiler, model.model(), merged, number);
    }

    /** Name of the engine that the others are compared with. */
    public String referenceEngine() {
        return orders().get(0).engine();
    }

    /** The plan as words and digests: two audits with equal descriptions measure the same. */
    public SortedMap<String, String> description() throws LaunchException {
        SortedMap<String, String> words = new TreeMap<>();
        try {
            words.put("model", digest(model.model()));
            words.put("declaration", digest(model.declaration()));
            words.put("inputs", digest(model.inputs()));
            words.put("labels", digest(model.labels()));
        } catch (IOException | UncheckedIOException e) {
            throw new LaunchException("cannot read what the audit is about: " + e, e);
        }
        words.put("compilers", String.join(",", compilers));
        words.put("reference", reference);
        words.put("builds", Integer.toString(builds));
        words.put("runs", Integer.toString(rounds));
        words.put("for", length.toMillis() + " ms");
        words.put("block", block.toMillis() + " ms");
        words.put("load", load + ", " + waiting);
        words.put("deadline", deadline == null ? "none" : deadline.toNanos() + " ns");
        words.put(
                "options",
                orders().stream()
                        .filter(order -> order.number() == 1)
                        .map(order -> order.compiler() + new TreeMap<>(order.options()))
                        .collect(Collectors.joining(" ")));
        words.put("probes", probes < 0 ? "default" : Integer.toString(probes));
        words.put("device", device);
        return words;
    }

    /** Short digest of a file, or of the names and contents of a folder. */
    private static String digest(@Nullable Path path) throws IOException {
        if (path == null) {
            return "none";
        }
        if (!Files.isDirectory(path)) {
            return ContentDigest.ofFile(path).substring(0, 12);
        }
        List<String> parts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parts.add(path.relativize(file).toString());
                parts.add(ContentDigest.ofFile(file));
            }
        }
        return ContentDigest.ofText(parts.toArray(String[]::new)).substring(0, 12);
    }

    /** Folder name of this audit among others. */
    public String folderName() throws LaunchException {
        String file = String.valueOf(model.model().getFileName());
        int dot = file.lastIndexOf('.');
        String digest = ContentDigest.ofText(description().toString()).substring(0, 12);
        return (dot < 0 ? file : file.substring(0, dot)) + "-" + digest;
    }

    /** One line for people: what is done, before anything is. */
    public String summary() {
        List<EngineBuild.Order> orders = orders();
        return orders.size() + " builds x " + rounds + (rounds == 1 ? " process start" : " process starts") + " x "
                + HumanDuration.format(length) + " in blocks of " + block.toMillis() + " ms; reference "
                + referenceEngine();
    }
}
