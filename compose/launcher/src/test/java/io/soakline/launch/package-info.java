@NullMarked
package io.soakline.launch;

import org.jspecify.annotations.NullMarked;
