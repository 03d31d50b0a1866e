package io.soakline.drift;

/**
 * How panes are watched.
 *
 * @param referencePanes panes that make a complete reference, at least 12
 * @param alarmsPerStreamWeek false alarms of one stream in seven days that are put up with, above 0
 * @param paneNanos length of a pane; turns the budget into panes
 * @param levelTolerance relative change of the median that is no drift: 0.01 is one per cent
 * @param spreadTolerance relative change of the quartile distance that is no drift
 * @param tailTolerance change of twice the root of the number of exceedances that is no drift: 0.3 is about +10 % at ten
 *     exceedances a pane
 * @param coolDownPanes panes after an alarm in which the same feature rings again the same way only on the square of the
 *     evidence: a gross change does, a wandering stream does not
 * @param recoveryPanes consecutive panes at the reference that end an alarm
 * @param minimumInferences panes with fewer are passed over
 */
public record DriftSettings(
        int referencePanes,
        double alarmsPerStreamWeek,
        long paneNanos,
        double levelTolerance,
        double spreadTolerance,
        double tailTolerance,
        int coolDownPanes,
        int recoveryPanes,
        int minimumInferences) {

    /** An hour of reference in panes of 10 s, one false alarm a week. */
    public static final DriftSettings DEFAULT = new DriftSettings(360, 1, 10_000_000_000L, 0.01, 0.05, 0.3, 360, 6, 20);

    /** @throws IllegalArgumentException for a value out of its range */
    public DriftSettings {
        require(referencePanes >= 12, "referencePanes", referencePanes, "at least 12");
        require(
                alarmsPerStreamWeek > 0 && alarmsPerStreamWeek <= 1000,
                "alarmsPerStreamWeek",
                alarmsPerStreamWeek,
                "above 0, at most 1000");
        require(paneNanos > 0, "paneNanos", paneNanos, "above 0");
        require(levelTolerance >= 0 && levelTolerance < 1, "levelTolerance", levelTolerance, "from 0 to below 1");
        require(spreadTolerance >= 0 && spreadTolerance < 1, "spreadTolerance", spreadTolerance, "from 0 to below 1");
        require(tailTolerance >= 0 && tailTolerance < 10, "tailTolerance", tailTolerance, "from 0 to below 10");
        require(coolDownPanes >= 0, "coolDownPanes", coolDownPanes, "at least 0");
        require(recoveryPanes >= 1, "recoveryPanes", recoveryPanes, "at least 1");
        require(minimumInferences >= 20, "minimumInferences", minimumInferences, "at least 20");
    }

    private static void require(boolean holds, String key, Object value, String expectation) {
        if (!holds) {
            throw new IllegalArgumentException(key + " is " + value + "; it should be " + expectation);
        }
    }

    public DriftSettings withReferencePanes(int panes) {
        return new DriftSettings(
                panes,
                alarmsPerStreamWeek,
                paneNanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                coolDownPanes,
                recoveryPanes,
                minimumInferences);
    }

    public DriftSettings withAlarmsPerStreamWeek(double alarms) {
        return new DriftSettings(
                referencePanes,
                alarms,
                paneNanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                coolDownPanes,
                recoveryPanes,
                minimumInferences);
    }

    public DriftSettings withPaneNanos(long nanos) {
        return new DriftSettings(
                referencePanes,
                alarmsPerStreamWeek,
                nanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                coolDownPanes,
                recoveryPanes,
                minimumInferences);
    }

    public DriftSettings withTolerances(double level, double spread, double tail) {
        return new DriftSettings(
                referencePanes,
                alarmsPerStreamWeek,
                paneNanos,
                level,
                spread,
                tail,
                coolDownPanes,
                recoveryPanes,
                minimumInferences);
    }

    public DriftSettings withCoolDownPanes(int panes) {
        return new DriftSettings(
                referencePanes,
                alarmsPerStreamWeek,
                paneNanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                panes,
                recoveryPanes,
                minimumInferences);
    }

    public DriftSettings withRecoveryPanes(int panes) {
        return new DriftSettings(
                referencePanes,
                alarmsPerStreamWeek,
                paneNanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                coolDownPanes,
                panes,
                minimumInferences);
    }

    public DriftSettings withMinimumInferences(int inferences) {
        return new DriftSettings(
                referencePanes,
                alarmsPerStreamWeek,
                paneNanos,
                levelTolerance,
                spreadTolerance,
                tailTolerance,
                coolDownPanes,
                recoveryPanes,
                inferences);
    }
}
