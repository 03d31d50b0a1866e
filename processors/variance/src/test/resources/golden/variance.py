"""Golden values for the variance tests. Run: python3 variance.py > variance.txt

REML by brute force: the full covariance matrix of all observations, its determinant and inverse, SciPy's minimiser, and a
profile for every bound. Limits are those of the product: chi-squared, 95 %, times 1 + 1 / (3 degrees of freedom).
"""
import sys

import numpy
import scipy
from scipy import optimize, stats

FACTORS = ("build", "run", "device", "load")


def deviance(variances, patterns, y):
    v = sum(s * p for s, p in zip(variances, patterns))
    inverse = numpy.linalg.inv(v)
    one = numpy.ones(len(y))
    precision = one @ inverse @ one
    mean = one @ inverse @ y / precision
    return numpy.linalg.slogdet(v)[1] + numpy.log(precision) + (y - mean) @ inverse @ (y - mean)


def minimum(function, start):
    if len(start) == 0:
        return function(numpy.array([])), start
    best = None
    for _ in range(3):
        best = optimize.minimize(function, start, method="Nelder-Mead", options=dict(xatol=1e-7, fatol=1e-9, maxiter=5000))
        start = best.x
    return best.fun, best.x


def bound(profile, estimate, least, limit, far):
    excess = lambda x: profile(x) - least - limit
    return optimize.brentq(excess, estimate, far, rtol=1e-5) if excess(far) > 0 else far


def analyse(name, rows):
    y = numpy.array([row[4] for row in rows])
    y = (y - y.mean()) * 100  # per cent of a logarithm: figures near one suit the minimiser
    keys = {"build": lambda r: r[0], "run": lambda r: (r[0], r[1]), "device": lambda r: r[2], "load": lambda r: r[3]}
    used = [f for f in FACTORS if len({keys[f](r) for r in rows}) > 1]
    patterns = [numpy.array([[float(keys[f](a) == keys[f](b)) for a in rows] for b in rows]) for f in used] + [numpy.eye(len(y))]
    levels = {f: len({keys[f](r) for r in rows}) for f in FACTORS}
    freedom = [levels[f] - (levels["build"] if f == "run" else 1) for f in used] + [len(y) - max(levels.values())]
    k = len(patterns)
    least, at = minimum(lambda v: deviance(numpy.exp(v), patterns, y), numpy.zeros(k))
    variances = numpy.exp(at)
    for i, factor in enumerate(used + ["residual"]):
        limit = stats.chi2.ppf(0.95, 1) * (1 + 1 / (3 * freedom[i]))

        def held(x):
            others = numpy.delete(at, i)
            return minimum(lambda v: deviance(numpy.insert(numpy.exp(v), i, x), patterns, y), others)[0]

        def held_share(x):
            rest = numpy.exp(numpy.delete(at, i))

            def with_share(v):
                other = numpy.exp(v)
                return deviance(numpy.insert(other, i, other.sum() * x / (1 - x)), patterns, y)

            return minimum(with_share, numpy.log(rest))[0]

        share = variances[i] / variances.sum()
        figures = [variances[i] / 1e4, bound(held, variances[i], least, limit, 1e-9) / 1e4,
                   bound(held, variances[i], least, limit, 1e3 * variances.sum()) / 1e4,
                   share, bound(held_share, share, least, limit, 1e-9), bound(held_share, share, least, limit, 1 - 1e-6)]
        print(name, "factor", factor, *[repr(float(f if f > 1e-8 or n == 0 else 0.0)) for n, f in enumerate(figures)])
        sys.stdout.flush()


def draw(name, random, runs, values, devices, loads, sd):
    effects = {f: random.standard_normal(20) * s for f, s in zip(("build", "device", "load"), (sd[0], sd[2], sd[3]))}
    rows = []
    index = 0
    for b, count in enumerate(runs):
        for r in range(count):
            d, l = index % devices, index // devices % loads
            level = 14 + effects["build"][b] + (effects["device"][d] if devices > 1 else 0) + (effects["load"][l] if loads > 1 else 0)
            level += sd[1] * random.standard_normal()
            for _ in range(max(2, values - index % 3)):
                rows.append((f"b{b}", f"r{r}", f"d{d}", f"l{l}", level + sd[4] * random.standard_normal()))
            index += 1
    for row in rows:
        print(name, "value", *row[:4], repr(float(row[4])))
    analyse(name, rows)


random = numpy.random.default_rng(20261123)
print("# SciPy", scipy.__version__, "NumPy", numpy.__version__)
print("# python3 variance.py > variance.txt")
draw("nested", random, (3, 5, 2, 4), 4, 1, 1, (0.04, 0.02, 0, 0, 0.01))
draw("crossed", random, (4, 3, 5), 3, 4, 1, (0.03, 0.04, 0.05, 0, 0.015))
