"""Two-sided 95 % limits for the probability of the likeliest output, seen modal times out of outputs. SciPy 1.17.1.

Run: python modal-limits.py > modal-limits.csv
"""

from scipy.optimize import brentq
from scipy.stats import beta, binom


def lower(modal, outputs):
    """No output likelier than p: chance that any of the at most 1/p outputs comes so often, 2.5 %."""
    excess = lambda p: binom.sf(modal - 1, outputs, p) / p - 0.025
    return brentq(excess, 1e-12, (modal - 1) / (outputs - 1), xtol=1e-15, rtol=1e-14)


print("modal,outputs,lower,upper")
for k, n in [(2, 3), (2, 100), (5, 10), (19, 20), (60, 100), (999, 1000), (6000, 10000)]:
    print(f"{k},{n},{lower(k, n):.12g},{beta.ppf(0.975, k + 1, n - k):.12g}")
