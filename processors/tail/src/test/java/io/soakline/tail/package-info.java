@NullMarked
package io.soakline.tail;

import org.jspecify.annotations.NullMarked;
