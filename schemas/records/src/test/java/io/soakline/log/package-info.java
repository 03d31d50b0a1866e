@NullMarked
package io.soakline.log;

import org.jspecify.annotations.NullMarked;
