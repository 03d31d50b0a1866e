package io.soakline.agreement;

import io.soakline.agreement.Answer.Detection;
import java.util.Arrays;
import java.util.List;

/**
 * Agreement of two sets of detections: F1 of the largest matching in which every pair has one class and an intersection
 * over union of at least {@value #MIN_OVERLAP}. The largest matching rather than a greedy one, so that neither the order
 * of detections nor that of the two sets matters.
 */
final class DetectionMatch {

    static final double MIN_OVERLAP = 0.5;

    private static final int FREE = -1;

    private final List<Detection> a;
    private final List<Detection> b;
    private final int[] partnerOfB;

    private DetectionMatch(List<Detection> a, List<Detection> b) {
        this.a = a;
        this.b = b;
        partnerOfB = new int[b.size()];
        Arrays.fill(partnerOfB, FREE);
    }

    /** {@code 2 matched / (|a| + |b|)}; 1 when both are empty. */
    static double f1(List<Detection> a, List<Detection> b) {
        int all = a.size() + b.size();
        return all == 0 ? 1 : 2.0 * new DetectionMatch(a, b).matched() / all;
    }

    /** Augmenting paths (Kuhn, 1955); boxes overlap few others by half, so paths are short. */
    private int matched() {
        int matched = 0;
        for (int i = 0; i < a.size(); i++) {
            matched += findPartner(i, new boolean[b.size()]) ? 1 : 0;
        }
        return matched;
    }

    private boolean findPartner(int i, boolean[] tried) {
        for (int j = 0; j < b.size(); j++) {
            if (!tried[j] && matches(a.get(i), b.get(j))) {
                tried[j] = true;
                if (partnerOfB[j] == FREE || findPartner(partnerOfB[j], tried)) {
                    partnerOfB[j] = i;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean matches(Detection a, Detection b) {
        return a.classId() == b.classId() && overlap(a, b) >= MIN_OVERLAP;
    }

    /** Intersection over union; 1 for equal boxes even without area, 0 with NaN or for a box without area otherwise. */
    static double overlap(Detection a, Detection b) {
        if (a.x1() == b.x1() && a.y1() == b.y1() && a.x2() == b.x2() && a.y2() == b.y2()) {
            return 1;
        }
        double common = area(
                Math.max(a.x1(), b.x1()), Math.max(a.y1(), b.y1()), Math.min(a.x2(), b.x2()), Math.min(a.y2(), b.y2()));
        double union = area(a.x1(), a.y1(), a.x2(), a.y2()) + area(b.x1(), b.y1(), b.x2(), b.y2()) - common;
        double overlap = common / union;
        return Double.isNaN(overlap) ? 0 : overlap;
    }

    private static double area(double x1, double y1, double x2, double y2) {
        return Math.max(0, x2 - x1) * Math.max(0, y2 - y1);
    }
}
