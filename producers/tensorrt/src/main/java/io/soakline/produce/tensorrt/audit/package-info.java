/**
 * The experiment of {@code compose/gpu}: builds and soaks several engines on one GPU without a broker, and writes what happened as
 * lines of JSON. A program on top of the producer: it uses engines as anybody could, and nothing of the producer knows it.
 */
@NullMarked
package io.soakline.produce.tensorrt.audit;

import org.jspecify.annotations.NullMarked;
