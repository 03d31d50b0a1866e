package io.soakline.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Writes what Grafana is provisioned with. The files are checked in; a test fails when they are not what this writes. */
public final class Generate {

    private Generate() {}

    /** @param args folder to write to: {@code compose/grafana/provisioning} */
    public static void main(String[] args) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path path = Path.of(args[0]).resolve(file.getKey());
            Files.createDirectories(path.resolveSibling("."));
            Files.writeString(path, file.getValue());
        }
    }

    /** Contents by path under the folder of provisioning. */
    static Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        for (Store store : Store.values()) {
            for (Dashboard dashboard : Dashboards.all()) {
                files.put(
                        "dashboards/" + store.folder() + "/" + dashboard.name() + ".json",
                        Json.text(DashboardJson.of(dashboard, store)));
            }
        }
        files.put("alerting/soakline.yaml", AlertRules.yaml());
        return files;
    }
}
