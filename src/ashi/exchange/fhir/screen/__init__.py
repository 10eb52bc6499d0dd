"""The safety screen for programs: its questions as a Questionnaire, and what answers to them amount to."""
