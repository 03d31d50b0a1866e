package io.soakline.backtest;

import java.util.List;

/**
 * What the detectors found in one series, and what the input was like.
 *
 * @param series its name
 * @param n rows, among them those without a usable value
 * @param mode how it was examined
 * @param changePoints by index; empty when nothing changed, or when there is too little to tell
 * @param quality what was odd about the input
 */
public record BacktestResult(
        String series, long n, BacktestSettings.Mode mode, List<ChangePoint> changePoints, SeriesQuality quality) {

    public BacktestResult {
        changePoints = List.copyOf(changePoints);
    }
}
