# %%
import sys


def stop(sentence):
    print(sentence)
    sys.exit(0)


try:
    import torch
    from torch import nn
except ImportError:
    stop("PyTorch is not installed here (pip install torch), so nothing was computed.")
try:
    import numpy as np
except ImportError:
    stop("NumPy is not installed here (pip install numpy), so nothing was computed.")
try:
    from TorchSeq2PC import PCInfer
except ImportError:
    stop("Torch2PC was not found, so nothing was computed: put its TorchSeq2PC.py (github.com/RobertRosenbaum/Torch2PC) beside this file.")

torch.set_default_dtype(torch.float64)
