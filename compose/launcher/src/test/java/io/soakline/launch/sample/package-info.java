@NullMarked
package io.soakline.launch.sample;

import org.jspecify.annotations.NullMarked;
