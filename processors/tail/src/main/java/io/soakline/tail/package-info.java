/** Extreme-value estimates and the tests that must pass before one is given. Pure. */
@NullMarked
package io.soakline.tail;

import org.jspecify.annotations.NullMarked;
