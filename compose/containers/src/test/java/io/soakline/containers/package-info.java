@NullMarked
package io.soakline.containers;

import org.jspecify.annotations.NullMarked;
