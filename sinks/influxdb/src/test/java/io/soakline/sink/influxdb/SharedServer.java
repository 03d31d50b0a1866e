package io.soakline.sink.influxdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one server of its kind in this JVM: starting one takes longer than most tests. It is not empty: a test
 * has topics or engines of its own, or empties the tables first.
 */
abstract class SharedServer<T> implements ParameterResolver {

    /** JUnit closes it after the last test. */
    private record Running<T>(T server, Consumer<T> stop, Path folder) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            stop.accept(server);
            TestFolder.delete(folder);
        }
    }

    private final Class<T> type;
    private final Consumer<T> stop;

    SharedServer(Class<T> type, Consumer<T> stop) {
        this.type = type;
        this.stop = stop;
    }

    /** Called once in a JVM. */
    abstract T start(Path folder) throws IOException;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == type;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent(type, kind -> start(), Running.class)
                .server();
    }

    private Running<T> start() {
        try {
            Path folder = Files.createTempDirectory("soakline-shared");
            return new Running<>(start(folder), stop, folder);
        } catch (IOException e) {
            throw new ParameterResolutionException("no shared " + type.getSimpleName(), e);
        }
    }
}
