/** An engine with injectable defects, for tests and for trying the pipeline. */
@NullMarked
package io.soakline.produce.synthetic;

import org.jspecify.annotations.NullMarked;
