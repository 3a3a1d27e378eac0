# %% [markdown]
# ## Backprop, and how alike two gradients are
#
# The rival is the textbook's: the loss (the energy of the target) at the forward pass, and the chain rule backwards. The angle
# is Kahan's, `2 atan2(|u − v|, |u + v|)` of the unit vectors, which keeps its digits near 0° and 180°.

# %%
def backprop(theta, inputs, targets):
    """The loss, mean over the samples, and its gradient."""
    graph = GRAPH
    x, a = forward_pass(graph, theta, clamped_values(graph, inputs, targets))
    errors, deltas = compare(graph, x, a)
    reached = {graph.target: deltas[graph.target]}
    for name in reversed(graph.order):
        if name == graph.target or name not in graph.depth or name not in graph.free or name not in a:
            continue
        pull = np.where(graph.moves[name], drive(graph, theta, x, reached, name, reached), 0)
        reached[name] = slope_of(graph.nodes[name].activation, a[name]) * pull
    found = zero_like(theta)
    for kind, part in gradients(graph, x, reached, reached).items():
        found[kind].update(part)
    return float(energy(graph, graph.target, x, a, errors)), found


def agreement(g, b):
    """Relative error |g − b|/|b|, angle in degrees, norm ratio |g|/|b|; None where either is all zero."""
    lengths = np.linalg.norm(g), np.linalg.norm(b)
    if 0 in lengths:
        return None
    u, v = g / lengths[0], b / lengths[1]
    angle = 2 * math.atan2(np.linalg.norm(u - v), np.linalg.norm(u + v))
    return float(np.linalg.norm(g - b) / lengths[1]), math.degrees(angle), float(lengths[0] / lengths[1])


def comparison(g, b):
    """Connection by connection, then of all weights together; biases are left out."""
    names = [c.id for c in CONNECTIONS]
    each = [(name, agreement(g["weights"][name].ravel(), b["weights"][name].ravel())) for name in names]
    whole = [np.concatenate([part["weights"][name].ravel() for name in names]) for part in (g, b)]
    return each, agreement(*whole)
