# %% [markdown]
# ## Activations
#
# Each is a pair: the function and its slope. The slopes are written so that they keep their digits where the function is
# flat. ReLU has slope 0 at 0; GELU is the tanh form of Hendrycks and Gimpel (2016).

# %%
def logistic(a):
    e = np.exp(-np.abs(a))
    return np.where(a >= 0, 1, e) / (1 + e)


def logistic_slope(a):
    e = np.exp(-np.abs(a))
    return e / (1 + e) ** 2


def tanh_slope(a):
    e = np.exp(-2 * np.abs(a))
    return 4 * e / (1 + e) ** 2


GELU_ROOT, GELU_CUBIC = 2 * math.sqrt(2 / math.pi), 0.044715


def gelu(a):
    return a * logistic(GELU_ROOT * (a + GELU_CUBIC * a**3))


def gelu_slope(a):
    u = GELU_ROOT * (a + GELU_CUBIC * a**3)
    slope = logistic_slope(u)
    return logistic(u) + np.where(slope == 0, 0, a * slope * GELU_ROOT * (1 + 3 * GELU_CUBIC * a * a))


ACTIVATIONS = {
    "identity": (lambda a: a, np.ones_like),
    "tanh": (np.tanh, tanh_slope),
    "relu": (lambda a: np.where(a > 0, a, 0), lambda a: np.where(a > 0, np.ones_like(a), 0)),
    "sigmoid": (logistic, logistic_slope),
    "leaky-relu": (lambda a: np.where(a > 0, a, 0.01 * a), lambda a: np.where(a > 0, np.ones_like(a), 0.01)),
    "gelu": (gelu, gelu_slope),
    "softplus": (lambda a: np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a))), logistic),
    "sqrt": (np.sqrt, lambda a: 0.5 / np.sqrt(a)),
    "square": (lambda a: a * a, lambda a: 2 * a),
    "sin": (np.sin, np.cos),
    "tan": (np.tan, lambda a: 1 / np.cos(a) ** 2),
}


def value_of(activation, a):
    return ACTIVATIONS[activation][0](a)


def slope_of(activation, a):
    return ACTIVATIONS[activation][1](a)


def log_softmax(a):
    shifted = a - a.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
