/** Tests of an engine against itself, which need no reference output. */
@NullMarked
package io.soakline.produce.selftest;

import org.jspecify.annotations.NullMarked;
