# %%
import base64
import math
import sys
from collections import namedtuple

import numpy as np

if hasattr(sys.stdout, "reconfigure"):
    # A console without Greek letters shows their codes instead of stopping here.
    sys.stdout.reconfigure(errors="backslashreplace")

# A layer of neurons. `activation` is g, applied to the summed input. `clamp`: "input" and "target" are held at the data.
Node = namedtuple("Node", "id units activation precision likelihood clamp")
# Synapses from one layer to another. `activation` is f, applied to the source's values before the weights.
Connection = namedtuple("Connection", "id source target activation is_relay", defaults=[False])


def numbers(text, *shape, kind="<f4"):
    """Numbers to the bit: base64 of little-endian float32 ("<f4") or float64 ("<f8")."""
    return np.frombuffer(base64.b64decode(text), dtype=kind).astype(float).reshape(shape)
