"""Invented trials to pool, from two to a dozen, some alike and some far apart."""

from hypothesis import settings
from hypothesis import strategies as st

from ashi.core.evidence.effects import Effect

effects = st.builds(Effect, st.floats(-3, 3), st.floats(0.001, 4))
effect_lists = st.lists(effects, min_size=2, max_size=12)

# A busy machine is no counter-example.
unhurried = settings(deadline=None)
