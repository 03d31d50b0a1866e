package io.soakline.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** The devices that one family's producer can ask: its native libraries are on no other class path. */
public final class FamilyDevices {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private FamilyDevices() {}

    /**
     * Asks a producer process of {@code family}, and waits for its end.
     *
     * @return the event {@code devices} of the producer's protocol
     */
    public static JsonNode ask(Home home, EngineFamily family) throws LaunchException, InterruptedException {
        AtomicReference<JsonNode> answer = new AtomicReference<>();
        try (TemporaryFolder logs = TemporaryFolder.create("soakline-devices-");
                ProducerProcess process = ProducerProcess.start(
                        home, family, List.of(), List.of("devices"), logs.path().resolve("devices.log"), event -> {
                            if (event.path("event").asText().equals("devices")) {
                                answer.set(event);
                            }
                        })) {
            int exit = process.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            JsonNode devices = answer.get();
            if (devices == null) {
                throw new LaunchException(
                        "the " + family.module() + " process ended with status " + exit + " and named no devices");
            }
            return devices;
        } catch (TimeoutException e) {
            throw new LaunchException(
                    "the " + family.module() + " process did not name its devices within " + PATIENCE.toSeconds()
                            + " s",
                    e);
        } catch (IOException | ExecutionException e) {
            throw new LaunchException("cannot ask the " + family.module() + " process: " + e.getMessage(), e);
        }
    }
}
