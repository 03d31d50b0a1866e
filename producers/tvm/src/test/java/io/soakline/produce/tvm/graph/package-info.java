@NullMarked
package io.soakline.produce.tvm.graph;

import org.jspecify.annotations.NullMarked;
