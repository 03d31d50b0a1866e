"""Reference values for the tests of this module, from an independent implementation.

Run in this folder: python3 golden.py
Made with Python 3.11.7, SciPy 1.17.1, NumPy 2.4.6, mpmath 1.3.0.
"""
import csv
import numpy as np
from scipy import stats, special


def write(name, header, rows):
    with open(name, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def lower_tail(n, share, alpha):
    """Largest t with P(Bin(n, share) <= t) <= alpha, -1 if none."""
    t = int(stats.binom.ppf(alpha, n, share))  # smallest t with cdf >= alpha
    t = max(t, 0) + 2
    while t >= 0 and stats.binom.cdf(t, n, share) > alpha:
        t -= 1
    return t


rows = []
for n in [1, 2, 5, 6, 10, 50, 100, 367, 368, 1000, 3687, 3688, 10_000, 123_457, 1_000_000, 1_000_000_000]:
    for share in [0.0001, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999]:
        for alpha in [0.01, 0.025, 0.05]:
            rows.append([n, share, alpha, lower_tail(n, share, alpha)])
write("binomial-rank.csv", ["n", "share", "alpha", "t"], rows)

# MLPerf early stopping: smallest h with I_p(h, t + 1) <= 0.01, by special.betainc
rows = []
for p in [0.9, 0.95, 0.97, 0.99, 0.999, 0.9999]:
    for t in [0, 1, 2, 3, 5, 10, 100, 1000]:
        low, high = 0, 1
        while special.betainc(high, t + 1, p) > 0.01:
            high *= 2
        while high - low > 1:
            middle = (low + high) // 2
            if special.betainc(middle, t + 1, p) <= 0.01:
                high = middle
            else:
                low = middle
        rows.append([p, t, high + t])
write("early-stopping.csv", ["p", "t", "queries"], rows)

# Clopper-Pearson, one-sided, by stats.beta.ppf
rows = []
for k, n in [(0, 10), (1, 10), (10, 10), (3, 1000), (500, 1000), (17, 1_000_000), (0, 2_995_731), (123, 1_000_000_000)]:
    upper = 1.0 if k == n else stats.beta.ppf(0.95, k + 1, n - k)
    lower = 0.0 if k == 0 else stats.beta.ppf(0.05, k, n - k + 1)
    rows.append([k, n, repr(float(lower)), repr(float(upper))])
write("clopper-pearson.csv", ["k", "n", "lower95", "upper95"], rows)

# Anytime-valid bound: the mixture integrated numerically, the root bracketed by bisection, in 40 digits (mpmath)
import mpmath

mpmath.mp.dps = 40


def log_martingale(k, n, q):
    # substitution u = w^2 takes the density 0.5 u^-0.5 to 1
    top = mpmath.mpf(k) / n / q
    f = lambda w: mpmath.exp(k * 2 * mpmath.log(w) + (n - k) * (mpmath.log1p(-w * w * q) - mpmath.log1p(-q))) if w > 0 else (mpmath.exp(-(n - k) * mpmath.log1p(-q)) if k == 0 else mpmath.mpf(0))
    width = 1 / mpmath.sqrt(max(1, n * q))
    peak = mpmath.sqrt(min(1, top))
    points = sorted({mpmath.mpf(0), mpmath.mpf(1)} | {min(mpmath.mpf(1), max(mpmath.mpf(0), peak + j * width)) for j in (-16, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16)})
    return mpmath.log(mpmath.quad(f, points))


rows = []
for k, n in [(0, 10), (1, 10), (9, 10), (0, 1000), (3, 1000), (500, 1000), (40, 100_000)]:
    low, high = mpmath.mpf(k) / n + mpmath.mpf(10) ** -12, 1 - mpmath.mpf(10) ** -15
    for _ in range(60):
        middle = (low + high) / 2
        if log_martingale(k, n, middle) < mpmath.log(20):
            low = middle
        else:
            high = middle
    rows.append([k, n, mpmath.nstr(low, 15)])
write("anytime-bound.csv", ["k", "n", "upper95"], rows)

# A wandering series of latencies and what NumPy says about it
state = 20240229
values = []
level = 0.0
for i in range(5000):
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    u = (state >> 11) / 2**53
    level = 0.8 * level + (u - 0.5)
    values.append(int(2_000_000 * np.exp(0.05 * level)))
x = np.array(values, dtype=np.float64)
m = x.mean()
n = len(x)
lag1 = ((x[:-1] - m) * (x[1:] - m)).sum() / (n - 1) / (((x - m) ** 2).sum() / n)
steps = np.abs(np.diff(x))
smoothed = 0.0
for step in steps:
    smoothed += (step - smoothed) / 16
rows = [
    ["sum", int(np.array(values, dtype=object).sum())],
    ["lag1", repr(float(lag1))],
    ["stepMean", repr(float(steps.mean()))],
    ["stepMax", int(steps.max())],
    ["smoothed", repr(float(smoothed))],
    ["median", repr(float(np.median(x)))],
    ["mad", repr(float(stats.median_abs_deviation(x)))],
    ["robustCv", repr(float(stats.median_abs_deviation(x, scale="normal") / np.median(x)))],
    ["iqr", repr(float(stats.iqr(x)))],
    ["p99", repr(float(np.quantile(x, 0.99, method="inverted_cdf")))],
]
write("wandering.csv", ["figure", "value"], rows)

# Trends: slope and half width of the 95 % interval with the effective sample size of Santer et al. 2000, from stats.linregress;
# the sensor's step widens it by the slope that errors of half a step can make at most
rows = []
for name, n, slope, noise, carry, step in [
    ("white", 60, 0.002, 0.2, 0.0, 0.0),
    ("alike", 60, 0.002, 0.2, 0.7, 0.0),
    ("flat", 60, 0.0, 0.2, 0.7, 0.0),
    ("steps", 60, 0.002, 0.2, 0.7, 1.0),
    ("short", 6, 0.02, 0.2, 0.0, 0.0),
]:
    rng = np.random.default_rng(17)
    at = np.arange(n) * 10.0 + rng.integers(0, 3, n)
    error = np.zeros(n)
    for i in range(n):
        error[i] = (carry * error[i - 1] if i else 0) + rng.normal(0, noise)
    values = 40 + slope * at + error
    if step:
        values = np.round(values / step) * step
    fit = stats.linregress(at, values)
    residuals = values - fit.intercept - fit.slope * at
    alike = max(0.0, float(residuals[1:] @ residuals[:-1] / (residuals @ residuals)))
    counted = n * (1 - alike) / (1 + alike)
    if alike == 0:
        assert np.isclose(fit.stderr, np.sqrt(residuals @ residuals / (n - 2) / np.sum((at - at.mean()) ** 2)))
    deviation = fit.stderr * np.sqrt((n - 2) / (counted - 2))
    width = stats.t.ppf(0.975, counted - 2) * deviation
    width += step / 2 * np.sum(np.abs(at - at.mean())) / np.sum((at - at.mean()) ** 2)
    rows.append([name, step, " ".join(str(int(t)) for t in at), " ".join(repr(float(v)) for v in values),
                 repr(float(fit.slope)), repr(float(width))])
write("trend.csv", ["name", "step", "seconds", "values", "slope", "halfWidth"], rows)

# Energy of engines that execute at the same time: scipy.optimize.nnls; intervals of ordinary least squares by the textbook's
# formula; condition index by numpy.linalg.svd of the columns scaled to length 1
from scipy import optimize

rows = []
for name, panes, idle, parts, noise in [
    ("two", 40, 70.0, [0.08, 0.2], 5.0),
    ("three", 60, 70.0, [0.08, 0.2, 0.01], 20.0),
    ("nothing", 40, 70.0, [0.08, 0.0], 20.0),
    ("bound", 30, 2.0, [0.05, 0.0, 0.0], 60.0),
]:
    rng = np.random.default_rng(23)
    seconds = np.full(panes, 10.0)
    seconds[::7] = 9.0
    counts = rng.integers(0, 2000, (panes, len(parts))).astype(float)
    joules = idle * seconds + counts @ np.array(parts) + rng.normal(0, noise, panes)
    matrix = np.column_stack([seconds, counts])
    part, _ = optimize.nnls(matrix, joules)
    free, _, _, _ = np.linalg.lstsq(matrix, joules, rcond=None)
    residuals = joules - matrix @ free
    freedom = panes - matrix.shape[1]
    deviation = np.sqrt(np.diag(np.linalg.inv(matrix.T @ matrix)) * (residuals @ residuals) / freedom)
    width = stats.t.ppf(0.975, freedom) * deviation
    singular = np.linalg.svd(matrix / np.linalg.norm(matrix, axis=0), compute_uv=False)
    low = np.maximum(0, np.minimum(part, free - width))
    high = np.maximum(part, free + width)
    rows.append([name, repr(float(singular[0] / singular[-1]))]
                + [" ".join(repr(float(v)) for v in values)
                   for values in (joules, seconds, counts.ravel(), part, low, high)])
write("energy-regression.csv",
      ["name", "conditionIndex", "joules", "seconds", "inferences", "part", "low", "high"], rows)
