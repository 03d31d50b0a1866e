package io.soakline.sink.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShortNamesTest {

    private static List<String> cut(int width, String... names) {
        ShortNames shorts = new ShortNames(List.of(names), width);
        return List.of(names).stream().map(shorts::of).toList();
    }

    @Test
    void of_givenNamesThatFit_leavesThem() {
        assertThat(cut(8, "tvm", "autotvm")).containsExactly("tvm", "autotvm");
    }

    @Test
    void of_givenNamesThatDifferAtTheEnds_cutsInTheMiddle() {
        assertThat(cut(7, "abcdefghij", "abcdefghik")).containsExactly("abc…hij", "abc…hik");
    }

    @Test
    void of_givenNamesThatDifferInTheMiddle_cutsBeforeTheWord() {
        assertThat(cut(18, "classifier-fp32-build1 b1", "classifier-fp16-build1 b1"))
                .containsExactly("cla…fp32-build1 b1", "cla…fp16-build1 b1");
    }

    @Test
    void of_givenNamesThatNoCutTellsApart_numbersThem() {
        assertThat(cut(7, "aaaaaaaa-1-bbbbbbbb", "aaaaaaaa-2-bbbbbbbb", "aaaaaaaa-3-bbbbbbbb"))
                .containsExactly("aaa…bbb", "aa…bb~2", "aa…bb~3");
    }

    @Test
    void of_givenManyThatNoCutTellsApart_staysDistinctWithinTheWidth() {
        String[] names = IntStream.range(0, 120)
                .mapToObj(i -> "classifier-of-some-sort-%03d-with-a-long-end-of-its-own".formatted(i))
                .toArray(String[]::new);

        assertThat(cut(18, names)).doesNotHaveDuplicates().allMatch(name -> name.length() <= 18);
    }
}
