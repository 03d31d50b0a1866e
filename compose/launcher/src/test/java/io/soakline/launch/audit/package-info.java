@NullMarked
package io.soakline.launch.audit;

import org.jspecify.annotations.NullMarked;
