/** Tells people and their tools about alerts: once each, and again only when it may have been lost. */
@NullMarked
package io.soakline.sink.alerts;

import org.jspecify.annotations.NullMarked;
