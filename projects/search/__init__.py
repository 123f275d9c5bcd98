"""Finding a text of two characters or more without reading every row.

The index holds each pair of neighbouring characters of a record's texts. It names candidates; whether one really
contains the text is for the reader of the index to check.
"""

from projects.search.holds import HoldsPairs
from projects.search.tables import SHORTEST, is_indexed

__all__ = ["SHORTEST", "HoldsPairs", "is_indexed"]
