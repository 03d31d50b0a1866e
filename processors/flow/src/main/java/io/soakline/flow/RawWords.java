package io.soakline.flow;

import io.soakline.record.RawForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Says of outputs that are equal in canonical form only whose bytes are others.
 *
 * @param inputs how many there are
 * @param forms whose; empty where it is not known
 */
record RawWords(int inputs, List<RawForm> forms) {

    /** Engines that are named one by one. */
    private static final int NAMED = 3;

    void addTo(List<String> parts) {
        if (inputs > 0) {
            parts.add(String.format(Locale.ROOT, "%,d of the equal ones only in canonical form: ", inputs)
                    + (forms.isEmpty()
                            ? "raw bytes differ in -0 against +0, in what a NaN carries, or in the order of detections"
                            : whose()));
        }
    }

    /** By engine where that tells who it is, else by run; of several runs of an engine the one with most inputs. */
    private String whose() {
        Map<String, String> said = new LinkedHashMap<>();
        for (RawForm form : forms) {
            String name = form.getEngine().isEmpty() ? form.getRunId() : form.getEngine();
            said.putIfAbsent(name + form.getDifference(), name + " " + differs(form));
        }
        List<String> named = new ArrayList<>(said.values().stream().limit(NAMED).toList());
        if (said.size() > NAMED) {
            named.add(String.format(Locale.ROOT, "%,d more", said.size() - NAMED));
        }
        return String.join(" and ", named);
    }

    private static String differs(RawForm form) {
        return switch (form.getDifference()) {
                    case NEGATIVE_ZERO -> "gives -0 where others give +0";
                    case NAN_PAYLOAD -> "gives a NaN that carries other bits";
                    case ORDER -> "gives detections in another order";
                }
                + String.format(Locale.ROOT, " on %,d of them", form.getInputs());
    }
}
