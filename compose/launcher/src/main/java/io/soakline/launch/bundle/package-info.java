/** Soakline for a machine without Java: a runtime and the jars needed, in one archive. */
@NullMarked
package io.soakline.launch.bundle;

import org.jspecify.annotations.NullMarked;
