package io.soakline.tail;

/** Two ends. */
record Interval(double low, double high) {}
