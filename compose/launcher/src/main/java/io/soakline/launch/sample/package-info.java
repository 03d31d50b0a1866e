/** Sampling of devices by themselves, without an engine. */
@NullMarked
package io.soakline.launch.sample;

import org.jspecify.annotations.NullMarked;
