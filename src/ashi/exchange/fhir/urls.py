"""Addresses under /fhir/. The door resolves them; no other URL configuration includes them."""

from django.urls import path, re_path

from ashi.exchange.fhir import acupoints, appointments, booking, capability, courses, directory, find, slots
from ashi.exchange.fhir.directory import KINDS
from ashi.exchange.fhir.screen import assessing, questionnaire

_KIND = "(?P<kind>" + "|".join(KINDS) + ")"

urlpatterns = [
    path("fhir/metadata", capability.metadata),
    path("fhir/Slot", slots.search),
    path("fhir/Slot/_search", slots.search),
    path("fhir/Slot/<int:schedule>-<int:service>-<int:cell>", slots.read),
    path("fhir/Appointment/$find", find.find),
    path("fhir/Appointment/$hold", booking.hold),
    path("fhir/Appointment/$book", booking.book),
    path("fhir/Appointment", appointments.search),
    path("fhir/Appointment/_search", appointments.search),
    path("fhir/Appointment/<int:pk>", appointments.read),
    path("fhir/ServiceRequest", courses.search),
    path("fhir/ServiceRequest/_search", courses.search),
    path("fhir/ServiceRequest/<int:pk>", courses.read),
    path(f"fhir/Questionnaire/{questionnaire.ID}", questionnaire.read),
    path(f"fhir/CodeSystem/{acupoints.ID}", acupoints.read),
    path("fhir/QuestionnaireResponse/$assess", assessing.assess_response),
    path("fhir/OperationDefinition/<str:pk>", assessing.definition),
    re_path(rf"^fhir/{_KIND}(?:/_search)?$", directory.search),
    re_path(rf"^fhir/{_KIND}/(?P<pk>[0-9]{{1,18}})$", lambda request, kind, pk: directory.read(request, kind, int(pk))),
]
