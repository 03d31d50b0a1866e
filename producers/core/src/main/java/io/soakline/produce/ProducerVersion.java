package io.soakline.produce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version of this program, as Maven wrote it into the jar. */
final class ProducerVersion {

    private static final String RESOURCE = "/META-INF/maven/io.soakline/soakline-producer-core/pom.properties";

    private ProducerVersion() {}

    /** {@code development} when not run from a jar. */
    static String read() {
        Properties properties = new Properties();
        try (InputStream in = ProducerVersion.class.getResourceAsStream(RESOURCE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
        return properties.getProperty("version", "development");
    }
}
