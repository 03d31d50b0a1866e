/** Engines compiled by Apache TVM 0.18, plainly or with AutoTVM or AutoScheduler, and run through TVM4J. */
@NullMarked
package io.soakline.produce.tvm;

import org.jspecify.annotations.NullMarked;
