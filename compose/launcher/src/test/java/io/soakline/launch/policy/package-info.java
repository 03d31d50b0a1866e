@NullMarked
package io.soakline.launch.policy;

import org.jspecify.annotations.NullMarked;
