/** The policy file: what must hold, what is alerted about, how often that may be wrong. */
@NullMarked
package io.soakline.launch.policy;

import org.jspecify.annotations.NullMarked;
