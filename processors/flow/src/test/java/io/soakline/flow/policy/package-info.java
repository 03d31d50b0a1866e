@NullMarked
package io.soakline.flow.policy;

import org.jspecify.annotations.NullMarked;
