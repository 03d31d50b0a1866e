package io.soakline.produce;

import io.soakline.produce.engine.EngineBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code devices}: the devices that this process can ask, and what its engines miss on this machine, as one event. */
@Command(name = "devices", description = "Lists devices and what engines miss here.")
final class DevicesCommand implements Callable<Integer> {

    private final EngineCatalog catalog;
    private final EventStream events;

    DevicesCommand(EngineCatalog catalog, EventStream events) {
        this.catalog = catalog;
        this.events = events;
    }

    private record Compiler(String compiler, String missing) {}

    @Override
    public Integer call() {
        List<Compiler> compilers = new ArrayList<>();
        for (EngineBuilder builder : catalog.builders()) {
            for (String compiler : builder.compilers()) {
                compilers.add(new Compiler(compiler, catalog.missing(compiler)));
            }
        }
        events.event("devices")
                .with("devices", new DeviceWatches().devices())
                .with("compilers", compilers)
                .send();
        return ExitCode.GOOD;
    }
}
