"""How long texts may be and with what web addresses begin: for forms, imports and the database alike."""

from typing import Any

from django.contrib.postgres.validators import ArrayMaxLengthValidator
from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual

MAX_TEXT = 5_000  # characters; the longest of the shipped texts has 1,827
MAX_ITEMS = 200  # of a list; the longest of the shipped lists has 117
TOO_LONG = f"Een tekst heeft hoogstens {MAX_TEXT:,} tekens.".replace(",", ".")
TOO_MANY = f"Een lijst heeft hoogstens {MAX_ITEMS} regels."
NO_WEB_ADDRESS = "Een webadres begint met https:// of http://."
WEB_ADDRESS = r"^https?://"

IS_WEB_ADDRESS = RegexValidator(WEB_ADDRESS, NO_WEB_ADDRESS)
HAS_NOT_TOO_MANY = ArrayMaxLengthValidator(MAX_ITEMS, TOO_MANY)


class LongTextField(models.TextField):
    """A text of at most `MAX_TEXT` characters, which a TextField of Django only checks in forms."""

    def __init__(self, *arguments: Any, max_length: int = MAX_TEXT, **options: Any) -> None:
        super().__init__(*arguments, max_length=max_length, **options)
        self.validators.append(MaxLengthValidator(max_length))


def length_constraint(name: str, *texts: str, lists: tuple[str, ...] = ()) -> models.CheckConstraint:
    """Constraint: no text has more than `MAX_TEXT` characters and no list more than `MAX_ITEMS` texts."""
    condition = Q()
    for field in texts:
        condition &= Q(LessThanOrEqual(Length(field), MAX_TEXT))
    for field in lists:
        condition &= Q(**{f"{field}__len__lte": MAX_ITEMS})
    message = TOO_LONG if texts else TOO_MANY
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)


def web_address_constraint(field: str, name: str, message: str = NO_WEB_ADDRESS) -> models.CheckConstraint:
    """Constraint: the address in `field` is empty, or one that a browser opens."""
    condition = Q(**{field: ""}) | Q(**{f"{field}__regex": WEB_ADDRESS})
    return models.CheckConstraint(condition=condition, name=name, violation_error_message=message)
