package io.soakline.flow;

import io.soakline.record.Factor;
import io.soakline.record.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * Names a group of runs among which one factor varies.
 *
 * @param common what its members share
 */
record GroupKey(Factor factor, String common) {

    /**
     * A run's place in a group.
     *
     * @param slot of each slot only the newest run is a member, so that what is started often does not outweigh the rest
     * @param level of the factor that the group is about: with a single one there is nothing to compare
     */
    record Place(GroupKey key, String slot, String level) {}

    /** The calls of one run. */
    static GroupKey ofCalls(String runId) {
        return new GroupKey(Factor.CALL, runId);
    }

    /**
     * Where the run belongs: among the starts of its build; among the builds of its compiler with its options on its device; among the
     * devices of one architecture that its build runs on; among all devices with both; among all builds on its
     * device. A run that is not described belongs nowhere.
     */
    static List<Place> placesOf(RunTraits traits) {
        Run run = traits.run();
        if (run == null) {
            return List.of();
        }
        String build = traits.engineId() + "/" + run.getArtefactDigest();
        String device = traits.deviceId();
        String recipe = traits.recipe();
        String architecture = traits.architecture();
        List<Place> places = new ArrayList<>();
        places.add(place(Factor.PROCESS, build + "/" + device, traits.runId(), traits.runId()));
        places.add(place(Factor.REBUILD, recipe + "/" + device, build, build));
        places.add(place(Factor.DEVICE, build + "/" + architecture, device, device));
        if (!architecture.isEmpty()) {
            places.add(place(Factor.ARCHITECTURE, recipe, build + "/" + device, architecture));
        }
        places.add(place(Factor.COMPILER, device, build, recipe));
        return places;
    }

    private static Place place(Factor factor, String common, String slot, String level) {
        return new Place(new GroupKey(factor, common), slot, level);
    }

    @Override
    public String toString() {
        return factor + "/" + common;
    }
}
