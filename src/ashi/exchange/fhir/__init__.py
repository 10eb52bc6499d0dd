"""FHIR R4 (4.0.1), JSON, under /fhir/. Booking has the shape of IHE ITI Scheduling 1.0.0."""
