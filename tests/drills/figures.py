"""What a drill measured, and what it may be at most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number that a drill measured.

    Attributes:
        name: what was measured, such as "failed reads of 5,312".
        value, bound: in the unit; `bound` is the highest value that is right.
        unit: such as " s"; empty for a number of things.
    """

    name: str
    value: float
    bound: float
    unit: str = ""

    @property
    def is_missed(self) -> bool:
        return self.value > self.bound

    def line(self, drill: str) -> str:
        """One line for a report: `database: 0 failed reads of 5,312 (bound 0)`."""
        mark = " MISSED" if self.is_missed else ""
        return f"{drill}: {_number(self.value)}{self.unit} {self.name} (bound {_number(self.bound)}{self.unit}){mark}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.2f}"
