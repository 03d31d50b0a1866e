@NullMarked
package io.soakline.launch.bundle;

import org.jspecify.annotations.NullMarked;
