/** A time series store that speaks the InfluxDB write protocol, for machines that have none. */
@NullMarked
package io.soakline.store;

import org.jspecify.annotations.NullMarked;
