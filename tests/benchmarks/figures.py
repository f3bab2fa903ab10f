"""Figures with their targets, one line each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import perf_counter


@dataclass
class Report:
    """Prints each figure when it is known, and remembers whether all reached their targets."""

    missed: list[str] = field(default_factory=list)

    def show(self, name: str, figure: float, target: str, unit: str = "") -> None:
        """Print a figure beside its target.

        Args:
            name: what was measured.
            figure: the number.
            target: ">= 25" or "<= 0.5"; empty when there is none.
            unit: stands behind the number.
        """
        sign, _, bound = target.partition(" ")
        reached = not target or (figure >= float(bound) if sign == ">=" else figure <= float(bound))
        if not reached:
            self.missed.append(name)
        verdict = f"  (target {target}{unit}: {'yes' if reached else 'NO'})" if target else ""
        print(f"  {name:<66} {figure:>10.2f}{unit}{verdict}", flush=True)


def times(ask: Callable[[str], object], questions: Iterable[str]) -> list[float]:
    """The time that each question takes, in seconds."""
    durations = []
    for question in questions:
        begun = perf_counter()
        ask(question)
        durations.append(perf_counter() - begun)
    return durations


def percentile(numbers: list[float], percent: int) -> float:
    """The number that so many percent of the numbers do not exceed."""
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
