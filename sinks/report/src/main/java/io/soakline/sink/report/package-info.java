/** The summary of a soak: what the topics say about each run, as JSON, as a table for the terminal, as an exit code. */
@NullMarked
package io.soakline.sink.report;

import org.jspecify.annotations.NullMarked;
