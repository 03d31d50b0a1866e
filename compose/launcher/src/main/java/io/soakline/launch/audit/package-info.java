/** The finite experiment: builds, process starts and interleaved blocks of one model, then one report. */
@NullMarked
package io.soakline.launch.audit;

import org.jspecify.annotations.NullMarked;
