from projects.models.aid_project import AidProject, Measure, Relationship, Status
from projects.models.attachment import OWNERS, Attachment, AttachmentType
from projects.models.award import Award, AwardLevel
from projects.models.base import Record, State
from projects.models.correction_request import CorrectionRequest, RequestStatus
from projects.models.counted import (
    CountedBounds,
    CountedFigure,
    CountedGap,
    CountedReach,
    CountedSpan,
    CountedSum,
    CountedVillage,
    PlaceKind,
)
from projects.models.data_change import DataChange
from projects.models.donation import Donation, Payer
from projects.models.enterprise import Enterprise
from projects.models.figure import Basis, Figure, Form, Kind
from projects.models.finding import Finding
from projects.models.funding import Funding, Origin, Stage, Terms
from projects.models.indicator import Aggregation, Indicator
from projects.models.office import Office
from projects.models.outcome import Concept, Outcome
from projects.models.proposal import Proposal, ProposalOrigin, ProposalStage, ProposedChange
from projects.models.purchase import Mode, Purchase
from projects.models.region import Level, Region
from projects.models.saved_filter import SavedFilter
from projects.models.source import Language, Source
from projects.models.staff_session import StaffSession
from projects.models.tombstone import Tombstone
from projects.models.village import Village, VillageKind

__all__ = [
    "OWNERS",
    "Aggregation", "AidProject", "Attachment", "AttachmentType", "Award", "AwardLevel", "Basis", "Concept",
    "CorrectionRequest", "CountedBounds", "CountedFigure", "CountedGap", "CountedReach", "CountedSpan", "CountedSum",
    "CountedVillage", "DataChange", "Donation", "Enterprise", "Figure", "Finding", "Form", "Funding", "Indicator",
    "Kind", "Language", "Level",
    "Measure", "Mode", "Office", "Origin", "Outcome", "Payer", "PlaceKind", "Proposal", "ProposalOrigin",
    "ProposalStage", "ProposedChange", "Purchase", "Record", "Region", "Relationship", "RequestStatus", "SavedFilter",
    "Source", "StaffSession", "Stage", "State", "Status", "Terms", "Tombstone", "Village", "VillageKind",
]  # fmt: skip
