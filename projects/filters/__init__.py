from projects.filters.base import BUCKET_LABELS, CountedFilterSet, PublicFilterSet, RelatedFilterSet

__all__ = ["BUCKET_LABELS", "CountedFilterSet", "PublicFilterSet", "RelatedFilterSet"]
