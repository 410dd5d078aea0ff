"""Frozen types that travel between the stages, in the order in which the data flows.

    FoundFile -> RawFile -> Document(blocks, hints) -> Verdict(s) -> Cleaned(main | rejection, embedded)
    -> Signature -> CandidatePair -> VerifiedPair -> ClusterDecision; a run ends in a RunSummary.

Each stage builds the next type; nothing is mutated. Offsets are in characters (Python code points) of
`Document.text`, half-open. Times are naive `datetime` in UTC unless a field says otherwise.
"""

from newsift.models.article import CleanArticle, Cleaned, CleaningContext, Metadata, Rejection, Verdict
from newsift.models.document import Block, Document, Hint, MetadataHints
from newsift.models.identity import content_digest, derived_id
from newsift.models.inputs import FoundFile, RawFile, RecordFields, Refused, Scan
from newsift.models.kinds import Format, Kind, Label, Relation, Status
from newsift.models.pairs import CandidatePair, DedupText, VerifiedPair
from newsift.models.summary import RunSummary

__all__ = [
    "Block",
    "CandidatePair",
    "CleanArticle",
    "Cleaned",
    "CleaningContext",
    "DedupText",
    "Document",
    "Format",
    "FoundFile",
    "Hint",
    "Kind",
    "Label",
    "Metadata",
    "MetadataHints",
    "RawFile",
    "RecordFields",
    "Refused",
    "Rejection",
    "Relation",
    "RunSummary",
    "Scan",
    "Status",
    "Verdict",
    "VerifiedPair",
    "content_digest",
    "derived_id",
]
