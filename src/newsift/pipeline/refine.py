"""The second pass: what the whole run teaches about sites and titles, applied to the inputs it touches.

The context is learnt from the store and from all pending inputs together, before the first commit. A run
that is killed and repeated therefore learns the same, whatever part of it was committed.
"""

from __future__ import annotations
