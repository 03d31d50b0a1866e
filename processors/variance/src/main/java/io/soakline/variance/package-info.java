/** Where variance comes from: build, run, device, load. Pure. */
@NullMarked
package io.soakline.variance;

import org.jspecify.annotations.NullMarked;
