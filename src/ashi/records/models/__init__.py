"""The tables that the stages share."""

from ashi.records.models.adverse import AdverseAmendment, AdverseEvent, AdverseNeedle
from ashi.records.models.appointments import (
    EXPECTED,
    GIVEN_BACK,
    Appointment,
    AppointmentEvent,
    AppointmentStatus,
    Hold,
    VisitLink,
)
from ashi.records.models.audit import AuditEvent, IdempotencyKey, RateCount
from ashi.records.models.care_plans import LIVE, CarePlan, CarePlanStatus
from ashi.records.models.clearances import Clearance, ScreenResult, StopRecord
from ashi.records.models.consents import ConsentText, ConsentWay, SignedBy, TreatmentConsent
from ashi.records.models.encounters import CautionAnswer, Encounter, EncounterStatus, Protocol
from ashi.records.models.machines import MachineKey, PatientIdentifier
from ashi.records.models.needles import Angle, Beside, BesideKind, DeQi, MissingNeedles, Needle, NeedleSet, Side
from ashi.records.models.notes import Amendment
from ashi.records.models.patients import Consent, ConsentKind, Keeps, Patient
from ashi.records.models.people import Practitioner, PractitionerRole, Qualification, WeeklyHours
from ashi.records.models.places import Closure, Device, Locality, Location, OpeningHours, Organization, Room
from ashi.records.models.resources import Absence, Occupancy, OccupancyKind, Resource, ResourceKind
from ashi.records.models.safety_forms import (
    Activity,
    Baseline,
    Began,
    Place,
    Recheck,
    RulesSignature,
    RulesVersion,
    Since,
    Tried,
)
from ashi.records.models.services import Audience, HealthcareService, ServicePhase
from ashi.records.models.staff import Role, User
from ashi.records.models.waiting import OfferOutcome, WaitingOffer, WaitingWish, WishStatus

__all__ = [
    "EXPECTED",
    "GIVEN_BACK",
    "LIVE",
    "Absence",
    "Activity",
    "AdverseAmendment",
    "AdverseEvent",
    "AdverseNeedle",
    "Amendment",
    "Angle",
    "Appointment",
    "AppointmentEvent",
    "AppointmentStatus",
    "Audience",
    "AuditEvent",
    "Baseline",
    "Began",
    "Beside",
    "BesideKind",
    "CarePlan",
    "CarePlanStatus",
    "CautionAnswer",
    "Clearance",
    "Closure",
    "Consent",
    "ConsentKind",
    "ConsentText",
    "ConsentWay",
    "DeQi",
    "Device",
    "Encounter",
    "EncounterStatus",
    "HealthcareService",
    "Hold",
    "IdempotencyKey",
    "Keeps",
    "Locality",
    "Location",
    "MachineKey",
    "MissingNeedles",
    "Needle",
    "NeedleSet",
    "Occupancy",
    "OccupancyKind",
    "OfferOutcome",
    "OpeningHours",
    "Organization",
    "Patient",
    "PatientIdentifier",
    "Place",
    "Practitioner",
    "PractitionerRole",
    "Protocol",
    "Qualification",
    "RateCount",
    "Recheck",
    "Resource",
    "ResourceKind",
    "Role",
    "Room",
    "RulesSignature",
    "RulesVersion",
    "ScreenResult",
    "ServicePhase",
    "Side",
    "SignedBy",
    "Since",
    "StopRecord",
    "TreatmentConsent",
    "Tried",
    "User",
    "VisitLink",
    "WaitingOffer",
    "WaitingWish",
    "WeeklyHours",
    "WishStatus",
]
