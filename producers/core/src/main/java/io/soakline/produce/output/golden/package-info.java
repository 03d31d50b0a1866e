/** Golden outputs of probe inputs: kept, read back, compared exactly. */
@NullMarked
package io.soakline.produce.output.golden;

import org.jspecify.annotations.NullMarked;
