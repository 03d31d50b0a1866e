package io.soakline.sink.alerts;

import reactor.core.publisher.Mono;

/** The way to a target. */
@FunctionalInterface
interface Door {

    /** Never fails: what goes wrong is an answer, too. */
    Mono<Answer> send(Target target, Message message, String payload);
}
