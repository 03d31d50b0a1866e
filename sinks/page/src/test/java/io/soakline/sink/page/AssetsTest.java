package io.soakline.sink.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AssetsTest {

    private static final Pattern MAKES_MARKUP = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|DOMParser");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([A-Za-z]+\\.js)'");

    private static List<Path> own() throws IOException, URISyntaxException {
        Path index =
                Path.of(Objects.requireNonNull(AssetsTest.class.getResource("/io/soakline/sink/page/assets/index.html"))
                        .toURI());
        try (Stream<Path> files = Files.list(index.getParent())) {
            return files.toList();
        }
    }

    private static List<Path> scripts() throws IOException, URISyntaxException {
        return own().stream().filter(file -> file.toString().endsWith(".js")).toList();
    }

    @Test
    void scripts_givenAnyData_neverReadItAsMarkup() throws Exception {
        assertThat(scripts())
                .isNotEmpty()
                .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContainPattern(MAKES_MARKUP));
    }

    @Test
    void assets_givenTheFilesInTheFolder_serveEachOfThem() throws Exception {
        Assets assets = new Assets();
        String base = base(assets);

        assertThat(own())
                .extracting(file -> file.getFileName().toString())
                .filteredOn(name -> !name.equals("index.html"))
                .allSatisfy(name -> assertThat(assets.at(base + name)).isNotNull());
    }

    @Test
    void scripts_givenTheirImports_findThemBesideThem() throws Exception {
        Assets assets = new Assets();
        String base = base(assets);

        assertThat(scripts()).allSatisfy(file -> {
            Matcher imports = IMPORT.matcher(Files.readString(file));
            while (imports.find()) {
                assertThat(assets.at(base + imports.group(1)))
                        .as("%s from %s", imports.group(1), file)
                        .isNotNull();
            }
        });
    }

    @Test
    void at_givenUnknownPath_isNothing() {
        assertThat(new Assets().at("/assets/0000000000000000/app.js")).isNull();
    }

    private static String base(Assets assets) {
        Matcher base =
                Pattern.compile("/assets/[0-9a-f]{16}/").matcher(new String(assets.index(), StandardCharsets.UTF_8));
        assertThat(base.find()).isTrue();
        return base.group();
    }
}
