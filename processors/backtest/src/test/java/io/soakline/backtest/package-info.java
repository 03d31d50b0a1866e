@NullMarked
package io.soakline.backtest;

import org.jspecify.annotations.NullMarked;
