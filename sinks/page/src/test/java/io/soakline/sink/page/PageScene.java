package io.soakline.sink.page;

import io.soakline.record.AlertState;
import io.soakline.record.RunExit;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import reactor.core.publisher.Flux;

/** Serves a soak of {@link PageFixture} on loopback, to look at the page without a soak. */
final class PageScene {

    private PageScene() {}

    /** Serves a soak of {@code minutes} on {@code port}: the scenario is steady, disturbed, recovered, building or broken. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int minutes = Integer.parseInt(arguments[1]);
        String scenario = arguments[2];
        LivePage page = LivePage.start(PageSettings.loopback(port));
        page.stage("tvm", 1, "built in 41 s");
        if (scenario.equals("building")) {
            page.stage("autotvm", 0.62, "task 8 of 13: conv2d_NCHWc.x86");
            page.stage("autoscheduler", -1, "waiting for its turn");
            page.stageFailed("onnxruntime", "the model file is corrupt at byte 1024; fetch it again");
        } else {
            page.attach(playedFor(page, minutes, scenario), "memory");
        }
        System.err.println(page.url());
        // Serves until the process is ended.
        Flux.never().blockLast();
    }

    private static PageFixture playedFor(LivePage page, int minutes, String scenario) {
        PageFixture fixture = new PageFixture(Instant.now().minus(Duration.ofMinutes(minutes)), PageFixture.PLAYERS);
        fixture.tellRuns();
        int panes = minutes * 6;
        fixture.tellPanes(panes * 2 / 3);
        if (!scenario.equals("steady")) {
            page.mark(Instant.ofEpochSecond(fixture.nowNanos() / 1_000_000_000L), "cpu disturbed");
            fixture.disturb(1.25);
        }
        fixture.tellPanes(Math.min(3, panes / 6));
        long since = fixture.nowNanos();
        if (!scenario.equals("steady")) {
            for (int i = 0; i < PageFixture.PLAYERS.size(); i++) {
                fixture.tell(fixture.drift(i, AlertState.FIRING, since));
            }
        }
        fixture.tellPanes(panes / 6);
        fixture.disturb(1);
        fixture.tellPanes(Math.max(0, panes - panes * 2 / 3 - panes / 6 - 3));
        if (scenario.equals("recovered")) {
            page.mark(Instant.ofEpochSecond(fixture.nowNanos() / 1_000_000_000L), "cpu left alone");
            for (int i = 0; i < PageFixture.PLAYERS.size(); i++) {
                fixture.tell(fixture.drift(i, AlertState.RESOLVED, since));
            }
        }
        if (scenario.equals("broken")) {
            fixture.tellEnd(1, RunExit.KILLED, "killed by signal 9");
            fixture.tellUnreadable("soakline.panes-0 offset 17", "not a record");
        }
        fixture.caughtUp();
        Flux.interval(Duration.ofNanos(PageFixture.PANE_NANOS)).subscribe(tick -> fixture.tellPane());
        return fixture;
    }
}
