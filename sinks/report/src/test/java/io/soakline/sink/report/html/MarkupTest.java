package io.soakline.sink.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void text_givenMarkup_isEscaped() {
        assertThat(new Markup().element("p", "<b>&\"'", "title", "\"><script>").toString())
                .isEqualTo("<p title=\"&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&quot;&#39;</p>");
    }

    @Test
    void text_givenControlAndDirectionCharacters_replacesThem() {
        assertThat(new Markup().element("p", "a\u0000b\u202Ec\nd").toString()).isEqualTo("<p>a\uFFFDb\uFFFDc\nd</p>");
    }

    @Test
    void open_givenNullAttribute_leavesItOut() {
        assertThat(new Markup().open("p", "class", null, "id", "x").close().toString())
                .isEqualTo("<p id=\"x\"></p>");
    }

    @Test
    void open_givenDataAsName_throws() {
        assertThatThrownBy(() -> new Markup().open("p onclick"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("p onclick");
        assertThatThrownBy(() -> new Markup().open("p", "a=b", "c")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_givenOpenElement_throws() {
        Markup open = new Markup().open("section").open("p").close();

        assertThatThrownBy(open::toString)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("section");
    }

    @Test
    void style_givenEndTag_throws() {
        assertThatThrownBy(() -> new Markup().style("a{} </style><script>"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
