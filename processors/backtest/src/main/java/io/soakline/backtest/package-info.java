/** Change points of recorded series, causal and in hindsight. Pure. */
@NullMarked
package io.soakline.backtest;

import org.jspecify.annotations.NullMarked;
