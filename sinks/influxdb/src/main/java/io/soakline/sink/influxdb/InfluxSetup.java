package io.soakline.sink.influxdb;

import reactor.core.publisher.Mono;

/** Makes what points are written to, where it is missing. */
interface InfluxSetup {

    /** Completes when it is there; fails when it cannot be made, for want of a right say. */
    Mono<Void> create();

    /** What somebody with the right can run instead. */
    String command();
}
