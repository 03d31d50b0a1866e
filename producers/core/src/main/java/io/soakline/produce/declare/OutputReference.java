package io.soakline.produce.declare;

import io.soakline.produce.engine.EngineException;
import io.soakline.produce.engine.TensorSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One output of a model, by name or by position. Compilers may rename outputs, never reorder them: positions hold for all
 * of them.
 *
 * @param name null when it is given by position
 */
public record OutputReference(@Nullable String name, int position) {

    static OutputReference at(int position) {
        return new OutputReference(null, position);
    }

    static OutputReference named(String name) {
        return new OutputReference(name, -1);
    }

    /** Position among an engine's outputs. */
    public int in(List<TensorSpec> outputs) throws EngineException {
        if (name == null) {
            if (position < outputs.size()) {
                return position;
            }
        } else {
            for (int i = 0; i < outputs.size(); i++) {
                if (outputs.get(i).name().equals(name)) {
                    return i;
                }
            }
        }
        throw new EngineException("the declaration speaks of output " + this + ", the engine has "
                + String.join(", ", outputs.stream().map(TensorSpec::name).toList())
                + "; give the position instead, counted from 0");
    }

    @Override
    public String toString() {
        return name == null ? Integer.toString(position) : "\"" + name + "\"";
    }
}
