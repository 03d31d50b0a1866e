/** The soak: turns of inferences, their timing, the harness's own pauses, core affinity. */
@NullMarked
package io.soakline.produce.soak;

import org.jspecify.annotations.NullMarked;
