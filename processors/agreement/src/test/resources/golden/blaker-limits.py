"""Two-sided 95 % limits by Blaker's rule, from the rule itself on a grid that is refined: SciPy 1.17.1.

Of a share (selected 0), and of the likeliest output when the most frequent one is counted (selected 1). Tails as in
ModalLimits. Shares are kept whose own tail, with the largest tail of the other side that is no larger, is above 5 %.

Run: python blaker-limits.py > blaker-limits.csv
"""

import numpy as np
from scipy.stats import binom

GRID = 20_001


def kept(k, n, p, selected):
    counts = np.arange(n + 1)
    at_most = binom.cdf(counts[:, None], n, p)
    at_least = binom.sf(counts[:, None] - 1, n, p) / (p if selected else 1)
    own = np.minimum(at_most[k], at_least[k])
    from_above = np.max(np.where(at_most <= own, at_most, 0), axis=0)
    from_below = np.max(np.where(at_least <= own, at_least, 0), axis=0)
    return own + np.where(at_least[k] < at_most[k], from_above, from_below) > 0.05


def edge(k, n, selected, side):
    """First kept share from the side, narrowed down between it and its rejected neighbour."""
    low, high = 1e-9, 1 - 1e-9
    while high - low > 1e-13:
        grid = np.linspace(low, high, GRID)
        index = np.flatnonzero(kept(k, n, grid, selected))
        at = index[0] if side == "lower" else index[-1]
        other = max(at - 1, 0) if side == "lower" else min(at + 1, GRID - 1)
        if at == other:
            return 0.0 if side == "lower" else 1.0
        low, high = sorted((grid[at], grid[other]))
    return (low + high) / 2


if __name__ == "__main__":
    print("selected,count,trials,lower,upper")
    for n in (2, 3, 5, 10, 20, 64):
        for k in sorted({0, 1, 2, 3, n // 2, n - 3, n - 2, n - 1, n} & set(range(n + 1))):
            print(f"0,{k},{n},{edge(k, n, 0, 'lower'):.11g},{edge(k, n, 0, 'upper'):.11g}")
            if k > 0:
                lower = 0 if k == 1 else edge(k, n, 1, "lower")
                print(f"1,{k},{n},{lower:.11g},{edge(k, n, 1, 'upper'):.11g}")
