/** What a user decides about verdicts and alerts: plain values, checked when they are made. */
@NullMarked
package io.soakline.flow.policy;

import org.jspecify.annotations.NullMarked;
