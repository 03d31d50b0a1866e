@NullMarked
package io.soakline.produce.tvm;

import org.jspecify.annotations.NullMarked;
