package io.soakline.produce;

import io.soakline.produce.engine.BuildOption;
import io.soakline.produce.engine.EngineBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code compilers}: what can be built here, as one event. */
@Command(name = "compilers", description = "Lists compilers and their options.")
final class CompilersCommand implements Callable<Integer> {

    private final EngineCatalog catalog;
    private final EventStream events;

    CompilersCommand(EngineCatalog catalog, EventStream events) {
        this.catalog = catalog;
        this.events = events;
    }

    private record Compiler(String compiler, List<BuildOption> options) {}

    @Override
    public Integer call() {
        List<Compiler> compilers = new ArrayList<>();
        for (EngineBuilder builder : catalog.builders()) {
            for (String compiler : builder.compilers()) {
                compilers.add(new Compiler(compiler, builder.options(compiler)));
            }
        }
        events.event("compilers").with("compilers", compilers).send();
        return ExitCode.GOOD;
    }
}
