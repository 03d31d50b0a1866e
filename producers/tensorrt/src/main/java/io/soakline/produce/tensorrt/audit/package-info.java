/** Builds and soaks several engines on one GPU without a broker, and writes what happened as lines of JSON. */
@NullMarked
package io.soakline.produce.tensorrt.audit;

import org.jspecify.annotations.NullMarked;
