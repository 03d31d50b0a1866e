/**
 * The one door to TVM4J. Loaded by a class loader of its own, which knows where the native library is; so nothing
 * outside names these classes.
 */
@NullMarked
package io.soakline.produce.tvm.graph;

import org.jspecify.annotations.NullMarked;
