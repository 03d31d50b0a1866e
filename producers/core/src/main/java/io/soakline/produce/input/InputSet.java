package io.soakline.produce.input;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.EngineManifest;
import io.soakline.produce.engine.TensorSpec;
import io.soakline.record.InputFacts;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The fixed inputs that a run cycles through, as tensors ready to be staged.
 *
 * <p>Buffers are direct and little-endian and shared by all engines of a process: read only.
 */
public final class InputSet {

    private final String name;
    private final List<TensorSpec> specs;
    private final List<List<ByteBuffer>> inputs;
    private final List<Integer> labels;
    private final String digest;
    private final InputFacts facts;

    /**
     * @param specs what one input consists of, in the order of the model's inputs
     * @param inputs for each input one buffer per spec
     * @param labels expected class of each input; empty when unknown
     * @param preparation how the tensors came about; part of the digest
     */
    InputSet(
            String name,
            List<TensorSpec> specs,
            List<List<ByteBuffer>> inputs,
            List<Integer> labels,
            String preparation) {
        this.name = name;
        this.specs = List.copyOf(specs);
        this.inputs = List.copyOf(inputs);
        this.labels = List.copyOf(labels);
        this.digest = InputDigest.of(preparation, inputs);
        this.facts = InputScan.of(specs, inputs);
    }

    public String name() {
        return name;
    }

    public int size() {
        return inputs.size();
    }

    /** Tensors of input {@code index}, in the order of the model's inputs. */
    public List<ByteBuffer> input(int index) {
        return inputs.get(index);
    }

    /** Expected class of each input; empty when unknown. */
    public List<Integer> labels() {
        return labels;
    }

    /** 32 hexadecimal digits of SHA-256 over the declared preparation and the tensors' bytes. */
    public String digest() {
        return digest;
    }

    /** Whether the inputs can stand for real ones. */
    public InputFacts facts() {
        return facts;
    }

    /** @throws EngineException when the engine takes tensors of another number, type or shape */
    public void requireFor(EngineManifest engine) throws EngineException {
        boolean fits = engine.inputs().size() == specs.size();
        for (int i = 0; fits && i < specs.size(); i++) {
            TensorSpec wanted = engine.inputs().get(i);
            fits = wanted.elementType() == specs.get(i).elementType()
                    && wanted.shape().equals(specs.get(i).shape());
        }
        if (!fits) {
            throw new EngineException("input set " + name + " holds " + describe(specs) + ", engine " + engine.name()
                    + " takes " + describe(engine.inputs())
                    + "; use inputs made for this model, or none to have some generated");
        }
    }

    static String describe(List<TensorSpec> specs) {
        return String.join(
                " and ",
                specs.stream().map(s -> s.elementType() + " " + s.shape()).toList());
    }
}
