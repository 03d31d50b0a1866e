package io.soakline.variance;

/** Two ends. */
record Interval(double low, double high) {}
