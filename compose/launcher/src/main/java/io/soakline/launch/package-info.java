/** The composition root: the only place where producers, processors and sinks meet. */
@NullMarked
package io.soakline.launch;

import org.jspecify.annotations.NullMarked;
