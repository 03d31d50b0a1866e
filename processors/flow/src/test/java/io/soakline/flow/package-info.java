@NullMarked
package io.soakline.flow;

import org.jspecify.annotations.NullMarked;
