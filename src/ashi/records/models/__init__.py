"""The tables that the stages share."""

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
from ashi.records.models.clearances import Clearance, ScreenResult, StopRecord
from ashi.records.models.machines import MachineKey, PatientIdentifier
from ashi.records.models.patients import Consent, ConsentKind, Patient
from ashi.records.models.people import Practitioner, PractitionerRole, Qualification, WeeklyHours
from ashi.records.models.places import Closure, Device, Location, OpeningHours, Organization, Room
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

__all__ = [
    "EXPECTED",
    "GIVEN_BACK",
    "Absence",
    "Activity",
    "Appointment",
    "AppointmentEvent",
    "AppointmentStatus",
    "Audience",
    "AuditEvent",
    "Baseline",
    "Began",
    "Clearance",
    "Closure",
    "Consent",
    "ConsentKind",
    "Device",
    "HealthcareService",
    "Hold",
    "IdempotencyKey",
    "Location",
    "MachineKey",
    "Occupancy",
    "OccupancyKind",
    "OpeningHours",
    "Organization",
    "Patient",
    "PatientIdentifier",
    "Place",
    "Practitioner",
    "PractitionerRole",
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
    "Since",
    "StopRecord",
    "Tried",
    "User",
    "VisitLink",
    "WeeklyHours",
]
