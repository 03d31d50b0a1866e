package io.soakline.produce.tensorrt.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.soakline.produce.engine.ElementType;
import io.soakline.produce.engine.EngineException;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.junit.jupiter.api.Test;

class NativePlanTest {

    /** Types that later versions add show here. */
    @Test
    void type_refusesOnlyThoseBelowAByteOrWithoutAUnitOfTheirOwn() {
        Set<ElementType> taken = EnumSet.noneOf(ElementType.class);
        Set<String> refused = new TreeSet<>();
        for (DataType type : DataType.values()) {
            try {
                assertThat(taken.add(NativePlan.type("x", type)))
                        .as("%s twice", type)
                        .isTrue();
            } catch (EngineException e) {
                assertThat(e).hasMessage("tensor x holds " + type + ", which cannot be soaked");
                refused.add(type.name());
            }
        }
        assertThat(taken).hasSize(8);
        assertThat(refused).isSubsetOf("kFP8", "kINT4", "kFP4", "kE8M0");
    }
}
