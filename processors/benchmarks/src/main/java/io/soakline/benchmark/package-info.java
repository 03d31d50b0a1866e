/** What the statistics cost, measured with JMH beside the bare sketch. Run by hand, never in a test. */
@NullMarked
package io.soakline.benchmark;

import org.jspecify.annotations.NullMarked;
