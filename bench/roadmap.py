"""How long the choice of a roadmap takes, and how far from proven: ``python bench/roadmap.py``."""

import time
from fractions import Fraction

from sammeter.data import load
from sammeter.data.starters import efforts
from sammeter.roadmap.choose import choose
from sammeter.roadmap.order import Order
from sammeter.roadmap.plan import targets_of

pack = load()
full = {activity.id: Fraction(1) for activity in pack.model.activities()}
cases = [("all 90 activities to the top", full, phases, budget)
         for phases, budget in ((4, None), (4, 90), (4, 200), (4, 300), (8, 100))]  # fmt: skip
cases += [(key, targets_of(one.worths(), "high"), 4, None) for key, one in pack.templates.items()]
print(
    f"{'case':<30}{'phases':>7}{'days':>7}{'steps left':>11}{'seconds':>9}{'gap of the end':>15}{'gap of the sum':>15}"
)
for name, target, phases, budget in cases:
    days = None if budget is None else Fraction(budget)
    began = time.perf_counter()
    made = choose(pack.model, Order(now={}, target=target, budgets=(days,) * phases, efforts=efforts(pack)))
    took = time.perf_counter() - began
    end, total = (1 - made.gained_end / made.best_end, 1 - made.gained_sum / made.best_sum)
    print(f"{name:<30}{phases:>7}{float(made.budgets[0] or 0):>7.0f}{len(made.left):>11}{took:>9.1f}{float(end):>14.2%}{float(total):>15.2%}"
          f"{'  by the clock' if made.by_clock else ''}")  # fmt: skip
