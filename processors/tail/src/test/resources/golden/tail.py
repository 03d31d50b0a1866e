"""Golden values for the tail tests. Run: python3 tail.py > tail.txt

Independent of the Java code: distributions and fits by SciPy, series tests by statsmodels, profile intervals and critical
values by brute force on SciPy's and NumPy's own functions.
"""
import warnings

import numpy
import scipy
import statsmodels
from scipy import optimize, stats
from statsmodels.sandbox.stats.runs import runstest_1samp
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.tsa.stattools import kpss

warnings.simplefilter("ignore")
DROP = stats.chi2.ppf(0.95, 1) / 2


def show(name, *values):
    print(name, "=", " ".join(repr(float(v)) for v in values))


def edges(profile, estimate, scale):
    """Both places where a profile of the negative log-likelihood has risen by DROP."""
    least = profile(estimate)
    found = []
    for side in (-1, 1):
        far = estimate
        while profile(far) - least < DROP:
            far += side * scale
        found.append(optimize.brentq(lambda x: profile(x) - least - DROP, estimate, far, xtol=1e-9 * abs(scale)))
    return found


def pareto(name, sample, hazard):
    nll = lambda c, s: stats.genpareto.nnlf((c, 0, s), sample) if s > 0 else numpy.inf
    best = min(
        (optimize.minimize(lambda v: nll(v[0], numpy.exp(v[1])), (c, numpy.log(sample.mean())), method="Nelder-Mead",
                           options=dict(xatol=1e-11, fatol=1e-11, maxiter=9000)) for c in (-0.1, 0.1, 0.3)),
        key=lambda r: r.fun)
    shape, scale = best.x[0], numpy.exp(best.x[1])
    level = lambda c, s: s * numpy.expm1(c * hazard) / c

    def level_profile(x):
        return optimize.minimize_scalar(lambda c: nll(c, x * c / numpy.expm1(c * hazard)), bounds=(shape - 0.6, shape + 0.6),
                                        method="bounded", options=dict(xatol=1e-10)).fun

    def shape_profile(c):
        return optimize.minimize_scalar(lambda ls: nll(c, numpy.exp(ls)), bounds=(numpy.log(scale) - 1.5, numpy.log(scale) + 1.5),
                                        method="bounded", options=dict(xatol=1e-10)).fun

    show(name + ".sample", *sample)
    show(name + ".fit", shape, scale, -best.fun)
    show(name + ".scipy", *[stats.genpareto.fit(sample, floc=0)[i] for i in (0, 2)])
    show(name + ".hazard", hazard)
    show(name + ".level", level(shape, scale), *edges(level_profile, level(shape, scale), 0.2 * level(shape, scale)))
    show(name + ".shape", *edges(shape_profile, shape, 0.05))
    zero = stats.expon.nnlf((0, sample.mean()), sample)
    show(name + ".zero", stats.chi2.sf(2 * (zero - best.fun), 1))
    u = numpy.sort(stats.genpareto.cdf(sample, shape, 0, scale))
    i = numpy.arange(1, len(u) + 1)
    show(name + ".anderson", -len(u) - numpy.mean((2 * i - 1) * (numpy.log(u) + numpy.log1p(-u[::-1]))))


def extreme(name, sample, chance):
    """chance: that one block stays below the level is exp(-chance)."""
    nll = lambda c, m, s: stats.genextreme.nnlf((-c, m, s), sample) if s > 0 else numpy.inf
    start = stats.gumbel_r.fit(sample)
    tight = dict(xatol=1e-11, fatol=1e-11, maxiter=9000)
    best = optimize.minimize(lambda v: nll(v[0], v[1], numpy.exp(v[2])), (0.05, start[0], numpy.log(start[1])),
                             method="Nelder-Mead", options=tight)
    shape, place, scale = best.x[0], best.x[1], numpy.exp(best.x[2])
    units = lambda c: numpy.expm1(-c * numpy.log(chance)) / c

    def level_profile(x):
        return optimize.minimize(lambda v: nll(v[0], x - numpy.exp(v[1]) * units(v[0]), numpy.exp(v[1])),
                                 (shape, numpy.log(scale)), method="Nelder-Mead", options=tight).fun

    def shape_profile(c):
        return optimize.minimize(lambda v: nll(c, v[0], numpy.exp(v[1])), (place, numpy.log(scale)),
                                 method="Nelder-Mead", options=tight).fun

    level = place + scale * units(shape)
    show(name + ".sample", *sample)
    show(name + ".fit", shape, place, scale)
    show(name + ".chance", chance)
    show(name + ".level", level, *edges(level_profile, level, 0.2 * (level - place)))
    show(name + ".shape", *edges(shape_profile, shape, 0.05))
    show(name + ".zero", stats.chi2.sf(2 * (stats.gumbel_r.nnlf(start, sample) - best.fun), 1))
    u = numpy.sort(stats.genextreme.cdf(sample, -shape, place, scale))
    i = numpy.arange(1, len(u) + 1)
    show(name + ".anderson", -len(u) - numpy.mean((2 * i - 1) * (numpy.log(u) + numpy.log1p(-u[::-1]))))


def series(name, sample):
    show(name + ".sample", *sample)
    for lags in (5, 20):
        row = acorr_ljungbox(sample, lags=[lags]).iloc[0]
        show(f"{name}.ljungbox{lags}", row.lb_stat, row.lb_pvalue)
    show(name + ".kpss", *(kpss(sample, regression="c", nlags=lags)[0] for lags in (0, 5)))
    show(name + ".runs", runstest_1samp(sample, cutoff="median", correction=False)[0])
    half = len(sample) // 2
    show(name + ".halves", stats.ks_2samp(sample[:half], sample[half:]).statistic)
    show(name + ".ranks", *stats.rankdata(sample))


def gpd_distance_limit(shape, size, samples, random):
    """99th percentile of the Anderson-Darling distance of a GPD from its own fit, by a grid over shape / scale."""
    found = []
    i = numpy.arange(1, size + 1)
    for _ in range(samples):
        y = numpy.sort(stats.genpareto.rvs(shape, size=size, random_state=random))
        offset = numpy.exp(numpy.linspace(-9, 3, 400))
        for _ in range(3):
            t = -1 / y[-1] + offset / y.mean()
            t[t == 0] = 1e-12
            xi = numpy.log1p(numpy.outer(t, y)).mean(axis=1)
            at = numpy.argmax(-numpy.log(xi / t) - xi)
            offset = numpy.exp(numpy.linspace(numpy.log(offset[max(at - 1, 0)]), numpy.log(offset[min(at + 1, 399)]), 400))
            offset = offset[:400]
        s = numpy.log1p(t[at] * y) / xi[at]
        found.append(-size - numpy.mean((2 * i - 1) * (numpy.log(-numpy.expm1(-s)) - s[::-1])))
    return numpy.quantile(found, 0.99)


random = numpy.random.default_rng(20261123)
print("# SciPy", scipy.__version__, "NumPy", numpy.__version__, "statsmodels", statsmodels.__version__)
print("# python3 tail.py > tail.txt")
pareto("heavy", stats.genpareto.rvs(0.25, scale=3e4, size=300, random_state=random), numpy.log(1e4))
pareto("bounded", stats.genpareto.rvs(-0.2, scale=3e4, size=400, random_state=random), numpy.log(1e5))
pareto("exponential", stats.expon.rvs(scale=5e4, size=150, random_state=random), numpy.log(1e3))
extreme("maxima", stats.genextreme.rvs(-0.1, 1e6, 4e4, size=200, random_state=random), 1e-4)
extreme("boundedmaxima", stats.genextreme.rvs(0.15, 1e6, 4e4, size=360, random_state=random), 1e-3)
noise = random.standard_normal(200)
wander = numpy.empty(200)
for k in range(200):
    wander[k] = (0.6 * wander[k - 1] if k else 0) + noise[k]
series("white", noise)
series("wander", wander)
series("tied", numpy.round(noise * 2))
for shape in (-0.2, 0.0, 0.3):
    show(f"limit.{shape}", shape, gpd_distance_limit(shape, 300, 3000, random))
