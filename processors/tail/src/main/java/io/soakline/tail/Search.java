package io.soakline.tail;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Maximisation in one and two dimensions, without derivatives. Deterministic. */
final class Search {
    private static final double GOLDEN = 0.3819660112501051;
    private static final int MOST_STEPS = 80;

    private Search() {}

    /** A place and the value there. */
    record Peak(double at, double value) {}

    /** A place in the plane and the value there. */
    record Peak2(double x, double y, double value) {}

    /** A function of two variables; negative infinity where it is not defined. */
    interface Plane {
        double at(double x, double y);
    }

    /**
     * The peak near {@code start}: walks uphill in doubling steps, then Brent's parabolic search between the neighbours.
     */
    static Peak climb(DoubleUnaryOperator f, double start, double step, double least, double most) {
        double middle = Math.min(most, Math.max(least, start));
        double top = f.applyAsDouble(middle);
        double left = middle;
        double right = middle;
        for (int direction = -1; direction <= 1; direction += 2) {
            double stride = step;
            double edge = middle;
            double at = edge;
            while (at == edge && (direction < 0 ? edge > least : edge < most)) {
                at = Math.min(most, Math.max(least, edge + direction * stride));
                double value = f.applyAsDouble(at);
                if (value > top) {
                    if (direction < 0) {
                        right = middle;
                    } else {
                        left = middle;
                    }
                    top = value;
                    middle = at;
                    edge = at;
                    stride *= 2;
                }
            }
            if (direction < 0) {
                left = at;
            } else {
                right = at;
            }
        }
        return brent(f, left, right, middle, top);
    }

    /** Brent, Algorithms for Minimization without Derivatives (1973), chapter 5, for a maximum inside (left, right). */
    static Peak brent(DoubleUnaryOperator f, double left, double right, double start, double startValue) {
        double a = left;
        double b = right;
        double x = start;
        double w = x;
        double v = x;
        double fx = startValue;
        double fw = fx;
        double fv = fx;
        double d = 0;
        double e = 0;
        for (int step = 0; step < MOST_STEPS; step++) {
            double middle = 0.5 * (a + b);
            double tolerance = 1e-9 * Math.abs(x) + 1e-9;
            if (Math.abs(x - middle) <= 2 * tolerance - 0.5 * (b - a)) {
                break;
            }
            boolean golden = true;
            if (Math.abs(e) > tolerance && Double.isFinite(fv) && Double.isFinite(fw)) {
                double r = (x - w) * (fv - fx);
                double q = (x - v) * (fw - fx);
                double p = (x - v) * q - (x - w) * r;
                q = 2 * (q - r);
                if (q > 0) {
                    p = -p;
                }
                q = Math.abs(q);
                double before = e;
                e = d;
                if (Math.abs(p) < Math.abs(0.5 * q * before) && p > q * (a - x) && p < q * (b - x)) {
                    d = p / q;
                    double u = x + d;
                    if (u - a < 2 * tolerance || b - u < 2 * tolerance) {
                        d = Math.copySign(tolerance, middle - x);
                    }
                    golden = false;
                }
            }
            if (golden) {
                e = x >= middle ? a - x : b - x;
                d = GOLDEN * e;
            }
            double u = x + (Math.abs(d) >= tolerance ? d : Math.copySign(tolerance, d));
            double fu = f.applyAsDouble(u);
            if (fu >= fx) {
                if (u >= x) {
                    a = x;
                } else {
                    b = x;
                }
                v = w;
                fv = fw;
                w = x;
                fw = fx;
                x = u;
                fx = fu;
            } else {
                if (u < x) {
                    a = u;
                } else {
                    b = u;
                }
                if (fu >= fw || w == x) {
                    v = w;
                    fv = fw;
                    w = u;
                    fw = fu;
                } else if (fu >= fv || v == x || v == w) {
                    v = u;
                    fv = fu;
                }
            }
        }
        return new Peak(x, fx);
    }

    /** Where a function that is positive at {@code inside} and negative at {@code outside} turns; bisection. */
    static double turn(DoubleUnaryOperator f, double inside, double outside) {
        double in = inside;
        double out = outside;
        for (int step = 0; step < 40 && Math.abs(out - in) > 1e-5 * (1 + Math.abs(in)); step++) {
            double middle = 0.5 * (in + out);
            if (f.applyAsDouble(middle) > 0) {
                in = middle;
            } else {
                out = middle;
            }
        }
        return in;
    }

    /**
     * Nelder and Mead, Computer Journal 7 (1965), for a maximum. The function must be finite at the start.
     *
     * @param tolerance spread of the values at which it stops, relative to them
     */
    static Peak2 simplex(Plane f, double x, double y, double stepX, double stepY, double tolerance) {
        double[][] corners = {{x, y, f.at(x, y)}, {x + stepX, y, f.at(x + stepX, y)}, {x, y + stepY, f.at(x, y + stepY)}
        };
        for (int step = 0; step < 200; step++) {
            Arrays.sort(corners, (a, b) -> Double.compare(b[2], a[2]));
            double[] worst = corners[2];
            if (corners[0][2] - worst[2] <= tolerance * (1 + Math.abs(corners[0][2]))) {
                break;
            }
            double centreX = 0.5 * (corners[0][0] + corners[1][0]);
            double centreY = 0.5 * (corners[0][1] + corners[1][1]);
            double[] mirrored = corner(f, centreX, centreY, worst, -1);
            if (mirrored[2] > corners[0][2]) {
                double[] farther = corner(f, centreX, centreY, worst, -2);
                corners[2] = farther[2] > mirrored[2] ? farther : mirrored;
            } else if (mirrored[2] > corners[1][2]) {
                corners[2] = mirrored;
            } else {
                double[] nearer = corner(f, centreX, centreY, worst, mirrored[2] > worst[2] ? -0.5 : 0.5);
                if (nearer[2] > Math.max(mirrored[2], worst[2])) {
                    corners[2] = nearer;
                } else {
                    for (int i = 1; i < 3; i++) {
                        corners[i] = corner(f, corners[0][0], corners[0][1], corners[i], 0.5);
                    }
                }
            }
        }
        Arrays.sort(corners, (a, b) -> Double.compare(b[2], a[2]));
        return new Peak2(corners[0][0], corners[0][1], corners[0][2]);
    }

    private static double[] corner(Plane f, double centreX, double centreY, double[] from, double factor) {
        double x = centreX + factor * (from[0] - centreX);
        double y = centreY + factor * (from[1] - centreY);
        return new double[] {x, y, f.at(x, y)};
    }
}
