"""Doors for programs: FHIR R4, and what else machines read and write."""
