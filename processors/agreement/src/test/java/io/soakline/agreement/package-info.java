@NullMarked
package io.soakline.agreement;

import org.jspecify.annotations.NullMarked;
