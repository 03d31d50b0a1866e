@NullMarked
package io.soakline.variance;

import org.jspecify.annotations.NullMarked;
