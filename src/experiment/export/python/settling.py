# %% [markdown]
# ## Predictions, errors, energy
#
# Every layer j has values x (rows are samples) and, where something predicts it,
#
# - a summed input `a = b + Σ W f(x of the source)` and a prediction `μ = g(a)`;
# - an error `ε = π (x − μ)`, belief minus prediction; as its synapses feel it, `δ = g′(a) ∘ ε`;
# - an energy `E = ½ π |x − μ|²`, and `F = Σ E`.
#
# A categorical target has `μ = softmax(a)`, `E = −π Σ y log μ` and `δ = ε`.

# %%
def summed_input(graph, theta, x, name):
    a = theta["biases"].get(name, 0)
    for c in graph.incoming[name]:
        a = a + value_of(c.activation, x[c.source]) @ graph.weights(theta, c).T
    return a


def forward_pass(graph, theta, clamped):
    """Every free layer at its prediction, from the sources on. Returns values and summed inputs."""
    x, a = dict(clamped), {}
    rows = next(iter(clamped.values()))
    for name in graph.order:
        node = graph.nodes[name]
        if graph.incoming[name]:
            a[name] = summed_input(graph, theta, x, name)
        if node.clamp == "free":
            prediction = value_of(node.activation, a[name]) if name in a else np.zeros((len(rows), node.units), rows.dtype)
            x[name] = graph.hold(name, prediction)
    return x, a


def compare(graph, x, a, loss_only=False):
    """ε and δ of every predicted layer. With `loss_only` nothing counts but the target and what is free to move."""
    errors, deltas = {}, {}
    for name in graph.predicted:
        node = graph.nodes[name]
        counted = graph.alive[name]
        if loss_only and name != graph.target:
            counted = graph.moves[name] & (node.clamp == "free")
        if node.likelihood == "categorical":
            errors[name] = np.where(counted, node.precision * (x[name] - np.exp(log_softmax(a[name]))), 0)
            deltas[name] = errors[name]
        else:
            errors[name] = np.where(counted, node.precision * (x[name] - value_of(node.activation, a[name])), 0)
            deltas[name] = slope_of(node.activation, a[name]) * errors[name]
    return errors, deltas


def energy(graph, name, x, a, errors):
    """E of a layer, mean over the samples."""
    node = graph.nodes[name]
    if node.likelihood == "categorical":
        terms = np.where(x[name] != 0, -x[name] * log_softmax(a[name]), 0)
        return node.precision * terms.sum(axis=1).mean()
    return (0.5 / node.precision) * (errors[name] ** 2).sum(axis=1).mean()


# %% [markdown]
# ## The rules
#
# One settling step moves every free layer, all at once from the old values:
#
# `x ← x + η (d − ε)`, where `d = Σ f′(x) ∘ Wᵀδ` is what the layers that x predicts ask of it.
#
# This is `−η ∂F/∂x`. The rules differ in where predictions and slopes are taken (live, or frozen at the forward pass), in
# how far a layer moves (η, or 1/π, which cancels its own error at once) and in when the weights learn.

# %%
Rule = namedtuple("Rule", "frozen full_steps learns loss_only")
RULES = {
    "strict": Rule(frozen=False, full_steps=False, learns="afterwards", loss_only=False),
    "fixed-prediction": Rule(frozen=True, full_steps=False, learns="afterwards", loss_only=False),
    "zero-divergence": Rule(frozen=False, full_steps=True, learns="with the wave", loss_only=False),
    "incremental": Rule(frozen=False, full_steps=False, learns="every step", loss_only=False),
    "backprop": Rule(frozen=True, full_steps=True, learns="afterwards", loss_only=True),
}

Settled = namedtuple("Settled", "values errors energy gradients theta")


def drive(graph, theta, x, deltas, name, asking):
    """d = Σ f′(x) ∘ Wᵀδ over the layers that this one predicts."""
    d = np.zeros_like(x[name])
    for c in graph.outgoing[name]:
        if c.target in asking:
            d = d + slope_of(c.activation, x[name]) * (deltas[c.target] @ graph.weights(theta, c))
    return d


def gradients(graph, x, deltas, names):
    """d(mean F)/dW = −mean δ f(x)ᵀ and d(mean F)/db = −mean δ of what predicts the layers named."""
    found = {"weights": {}, "biases": {}}
    for name in names:
        learned = [c for c in graph.incoming[name] if not c.is_relay]
        for c in learned:
            outer = deltas[name].T @ value_of(c.activation, x[c.source])
            found["weights"][c.id] = np.where(graph.mask[c.id], -outer / len(deltas[name]), 0)
        if learned:
            found["biases"][name] = -deltas[name].mean(axis=0)
    return found


def start_values(graph, clamped, forward, noise, kept):
    """Where the free layers begin: at the forward pass, at zero, at noise, or where they were left."""
    x = dict(clamped)
    for name in graph.free:
        if kept is not None:
            x[name] = kept[name]
        elif START == "zero":
            x[name] = graph.hold(name, np.zeros_like(forward[name]))
        elif START == "random":
            x[name] = graph.hold(name, noise[name])
        else:
            x[name] = forward[name]
    return x


def clamped_values(graph, inputs, targets):
    data = {"input": inputs, "target": targets}
    return {name: graph.hold(name, data[node.clamp]) for name, node in graph.nodes.items() if node.clamp in data}


def move(graph, theta, rule, x, at, errors, deltas):
    """One settling step of every free layer; predictions and slopes are those at `at`."""
    # The wave of zero-divergence comes from the target: what does not lead there is not heard.
    asking = graph.depth if rule.learns == "with the wave" else graph.nodes
    moved = dict(x)
    for name in graph.free:
        rate = 1 / graph.nodes[name].precision if rule.full_steps else RATE
        step = rate * (drive(graph, theta, at, deltas, name, asking) - errors.get(name, 0))
        moved[name] = np.where(graph.moves[name], x[name] + step, x[name])
    return moved


def zero_like(theta):
    return {kind: {name: np.zeros_like(values) for name, values in part.items()} for kind, part in theta.items()}


def settle(theta, inputs, targets, noise=None, kept=None, optimizer=None):
    """
    Settles the samples for T = STEPS steps and takes the gradients. The weights rest, unless the rule is incremental and an
    optimizer is given: then they learn at every step, after the values moved by the old ones.
    """
    rule = RULES[RULE]
    graph = with_relays(GRAPH) if rule.learns == "with the wave" else GRAPH
    clamped = clamped_values(graph, inputs, targets)
    forward, _ = forward_pass(graph, theta, clamped)
    x = start_values(graph, clamped, forward, noise, kept)
    taken = zero_like(theta)
    traces = {name: [] for name in GRAPH.predicted}
    for t in range(STEPS + 1):
        if t > 0:
            learning = gradients(graph, at, deltas, graph.predicted) if optimizer else None
            x = move(graph, theta, rule, x, at, errors, deltas)
            theta = optimizer.step(theta, learning) if optimizer else theta
        at = forward if rule.frozen else x
        a = {name: summed_input(graph, theta, at, name) for name in graph.predicted}
        errors, deltas = compare(graph, x, a, rule.loss_only)
        for name, trace in traces.items():
            trace.append(float(energy(graph, name, x, a, errors)))
        # The wave of errors has come t connections far: what lies there learns now. Elsewhere all learn at the end.
        learns_now = [n for n in graph.predicted if rule.learns != "with the wave" or graph.depth.get(n) == t]
        if rule.learns == "with the wave" or t == STEPS:
            for kind, part in gradients(graph, at, deltas, learns_now).items():
                taken[kind].update(part)
    values = {name: x[name] for name in GRAPH.nodes}
    return Settled(values, {name: errors[name] for name in GRAPH.predicted}, traces, taken, theta)
