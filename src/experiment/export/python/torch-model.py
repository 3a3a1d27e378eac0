# %% [markdown]
# ## The model
#
# A layer of Torch2PC is a module: here f, the weights, g. What it calls v of a layer is the layer's value x.

# %%
class Elementwise(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, a):
        return self.function(a)


ACTIVATIONS = {
    "identity": nn.Identity,
    "tanh": nn.Tanh,
    "relu": nn.ReLU,
    "sigmoid": nn.Sigmoid,
    "leaky-relu": lambda: nn.LeakyReLU(0.01),
    "gelu": lambda: nn.GELU(approximate="tanh"),
    # Torch cuts softplus off at 20 by itself, which costs digits.
    "softplus": lambda: nn.Softplus(threshold=500),
    "sqrt": lambda: Elementwise(torch.sqrt),
    "square": lambda: Elementwise(torch.square),
    "sin": lambda: Elementwise(torch.sin),
    "tan": lambda: Elementwise(torch.tan),
}


def layer(connection):
    node = next(node for node in NODES if node.id == connection.target)
    weights = torch.from_numpy(PARAMETERS["weights"][connection.id])
    linear = nn.Linear(weights.shape[1], weights.shape[0])
    with torch.no_grad():
        linear.weight.copy_(weights)
        linear.bias.copy_(torch.from_numpy(PARAMETERS["biases"][node.id]))
    return nn.Sequential(ACTIVATIONS[connection.activation](), linear, ACTIVATIONS[node.activation]())


CHAIN = [next(c for c in CONNECTIONS if c.source == name) for name in LAYERS[:-1]]
model = nn.Sequential(*[layer(connection) for connection in CHAIN])
target = next(node for node in NODES if node.clamp == "target")
X = torch.from_numpy(INPUTS[SHOWN])
Y = torch.from_numpy(TARGETS[SHOWN])


def loss_function(output, y):
    """
    The energy of the target, summed over the samples. A mean, as in torch.nn.MSELoss, would be a hidden precision: 2 over the
    number of samples and outputs.
    """
    if target.likelihood == "categorical":
        return -target.precision * (y * torch.log_softmax(output, dim=1)).sum()
    return target.precision * 0.5 * ((output - y) ** 2).sum()


# %% [markdown]
# ## Inference by Torch2PC, in the page's terms
#
# - Torch2PC's ε has the opposite sign, and is one update stale: fixed prediction takes n = T + 1 of its updates.
# - Strict takes n = T: its values are those after T updates, and ε and the gradients are evaluated afresh at them.
# - Its gradients are sums over the samples; the page's are means.

# %%
def per_parameter(grads):
    """Gradients in the order of the model's parameters, as means over the samples, by the page's names."""
    grads = [g / len(X) for g in grads]
    return {c.id: g for c, g in zip(CHAIN, grads[0::2])}, {c.target: g for c, g in zip(CHAIN, grads[1::2])}


def settled():
    """Values, errors and gradients of the page's rule."""
    parameters = list(model.parameters())
    if RULE in ("strict", "incremental"):
        _, _, _, v, _ = PCInfer(model, loss_function, X, Y, "Strict", eta=RATE, n=STEPS)
        v = [x.detach() for x in v]
        predictions = [module(x) for module, x in zip(model, v)]
        energy = sum(0.5 * ((x - mu) ** 2).sum() for x, mu in zip(v[1:-1], predictions[:-1]))
        energy = energy + loss_function(predictions[-1], Y)
        gradient = torch.autograd.grad(energy, parameters, retain_graph=True)
        output = -torch.autograd.grad(loss_function(predictions[-1], Y), predictions[-1])[0]
        errors = [x - mu for x, mu in zip(v[1:-1], predictions[:-1])] + [output]
        return [X, *v[1:-1], Y], errors, per_parameter(gradient)
    kind = "FixedPred" if RULE == "fixed-prediction" else "Exact"
    forward, _, _, _, epsilon = PCInfer(model, loss_function, X, Y, kind, eta=RATE, n=STEPS + 1)
    errors = [-e for e in epsilon[1:]]
    # With frozen predictions the error says where the value is: x = μ + ε.
    values = [X] + [mu + e for mu, e in zip(forward[1:-1], errors)] + [Y]
    return values, errors, per_parameter([p.grad for p in parameters])


def backprop():
    return per_parameter(torch.autograd.grad(loss_function(model(X), Y), list(model.parameters())))


def run():
    values, errors, (weights, biases) = settled()
    rival_weights, rival_biases = backprop()
    found = {
        "values": dict(zip(LAYERS, values)),
        "errors": dict(zip(LAYERS[1:], errors)),
        "gradients of weights": weights,
        "gradients of biases": biases,
        "backprop's gradients of weights": rival_weights,
        "backprop's gradients of biases": rival_biases,
    }
    if RULE == "zero-divergence":
        # Exact gives the gradients each connection takes in its own time; the values go on moving, which it does not do.
        del found["values"], found["errors"]
    return {kind: {name: tensor.detach().numpy() for name, tensor in part.items()} for kind, part in found.items()}


# %%
def largest(values):
    return float(np.max(np.abs(values), initial=0))


def tolerance(kind, name, shown, found):
    """The contract of the page: single precision, relative to the largest entry, and the rounding of x − μ."""
    factor = 10 if STEPS >= 300 else 1
    node = next((node for node in NODES if node.id in (name, *(c.target for c in CONNECTIONS if c.id == name))))
    values = found.get("values", {})
    reach = {n: largest(values[n]) if n in values else max(1, largest(SCREEN.get("values", {}).get(n, [1]))) for n in LAYERS}
    floor = factor * 2**-21 * node.precision * reach[node.id]
    if kind == "values":
        return factor * 1e-5 * largest(shown)
    if kind == "errors":
        return factor * 1e-5 * largest(shown) + floor
    before = next(c.source for c in CONNECTIONS if c.target == node.id)
    return factor * 1e-4 * largest(shown) + floor * (max(1, reach[before]) if "weights" in kind else 1)


def angle(g, b):
    g, b = (np.concatenate([part[c.id].ravel() for c in CHAIN]) for part in (g, b))
    if largest(g) == 0 or largest(b) == 0:
        return None
    u, v = g / np.linalg.norm(g), b / np.linalg.norm(b)
    return math.degrees(2 * math.atan2(np.linalg.norm(u - v), np.linalg.norm(u + v)))


def main():
    found = run()
    print(TITLE)
    print(f"{RULE} through Torch2PC, η = {RATE:g}, T = {STEPS}; {len(X)} rows; PyTorch {torch.__version__}, double precision")
    turned = angle(found["gradients of weights"], found["backprop's gradients of weights"])
    print("One of the gradients is all zero." if turned is None else f"All weights: {turned:.4f}° from backprop.")
    print(f"\nAgainst the numbers of the page ({SCREEN_ENGINE}, single precision):")
    worst = 0
    for kind, tensors in found.items():
        for name, numbers_found in tensors.items():
            if kind not in SCREEN or name not in SCREEN[kind]:
                continue
            shown = SCREEN[kind][name]
            off, limit = largest(numbers_found - shown), tolerance(kind, name, shown, found)
            part = 0 if off == 0 else off / limit if limit > 0 else math.inf
            worst = max(worst, part)
            print(f"  {kind:32} of {name:8} differ by at most {off:9.3g}, {100 * part:8.3g} % of what is allowed")
    print("\nAGREES: every number is within the tolerances of the page." if worst <= 1 else "\nDIFFERS: not the numbers of the page.")
    return worst <= 1
