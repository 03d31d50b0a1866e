package io.soakline.grafana;

import java.util.List;

/** Every dashboard. */
final class Dashboards {

    private Dashboards() {}

    static List<Dashboard> all() {
        return List.of(
                FleetDashboard.make(),
                EngineDashboard.make(),
                BuildsDashboard.make(),
                DeviceDashboard.make(),
                PipelineDashboard.make(),
                HistoryDashboard.make());
    }
}
