package io.soakline.produce.output.answer;

import io.soakline.produce.engine.TensorSpec;
import java.util.List;

/** The outputs of one inference, element by element. */
public interface TensorValues {

    /** What they are, in the engine's order. */
    List<TensorSpec> outputs();

    /** Element {@code index}, row-major, of an output; booleans are 0 and 1. */
    double value(int output, int index);
}
