# %% [markdown]
# ## Does it reproduce the page?
#
# The page counts in single precision, this file in double. They agree where every value, error and energy differs by at most
# 1e-5 and every gradient by at most 1e-4 of the largest of its kind, and errors in addition by 2⁻²¹ π max|x|, the rounding of
# the difference they are; ten times that for 300 steps and more.

# %%
def run(dtype=float):
    """The experiment once more, in double or single precision."""
    theta = {kind: {k: v.astype(dtype) for k, v in part.items()} for kind, part in PARAMETERS.items()}
    inputs, targets = INPUTS.astype(dtype), TARGETS.astype(dtype)
    noise = {k: v.astype(dtype) for k, v in NOISE.items()}
    shown = {k: v[SHOWN] for k, v in noise.items()}
    with np.errstate(all="ignore"):
        settled = settle(theta, inputs[SHOWN], targets[SHOWN], shown)
        loss, rival = backprop(theta, inputs[SHOWN], targets[SHOWN])
        learned, losses = learn(theta, BATCHES, inputs, targets, noise)
    return {
        "energy": {k: np.array(v) for k, v in settled.energy.items()},
        "values": settled.values,
        "errors": settled.errors,
        "gradients of weights": settled.gradients["weights"],
        "gradients of biases": settled.gradients["biases"],
        "backprop's gradients of weights": rival["weights"],
        "backprop's gradients of biases": rival["biases"],
        "learned weights": learned["weights"],
        "learned biases": learned["biases"],
        "loss": {GRAPH.target: np.array([loss])},
        "loss of each batch": {GRAPH.target: np.array(losses)},
        "comparison": comparison(settled.gradients, rival),
    }


def largest(values):
    return float(np.max(np.abs(values), initial=0))


def allowed(kind, name, expected, result):
    """How far the page's single precision may be off, by the contract of the page."""
    factor = 10 if STEPS >= 300 else 1
    state, gradient = 1e-5 * factor, 1e-4 * factor
    scale = largest(expected)
    if "learned" in kind:
        return gradient * scale
    reach = {n: largest(result["values"][n]) for n in GRAPH.nodes}
    floor = {n: factor * 2**-21 * GRAPH.nodes[n].precision * reach[n] for n in GRAPH.nodes}
    if kind == "values":
        return state * scale
    if kind == "errors":
        return state * scale + floor[name]
    if "loss" in kind or kind == "energy":
        node, e = GRAPH.nodes[name], floor[name]
        # ½ε²/π feels a floor e of every ε by its own root.
        rise = e * np.sqrt(2 * node.units * np.abs(expected) / node.precision)
        return (gradient if "batch" in kind else state) * scale + rise + node.units * e * e / (2 * node.precision)
    if "weights" in kind:
        c = next(c for c in CONNECTIONS if c.id == name)
        return gradient * scale + floor[c.target] * max(1, reach[c.source])
    return gradient * scale + floor[name]


def share(difference, limit):
    """Of what is allowed; the largest of several."""
    difference, limit = np.broadcast_arrays(np.abs(np.atleast_1d(difference)), np.atleast_1d(limit))
    parts = [0 if d == 0 else d / l if d == d and l > 0 else math.inf for d, l in zip(difference.flat, limit.flat)]
    return max(parts, default=0)


# A second engine in single precision may be off by a few times what rounding does to this very network.
ROUNDING = 16


def verdicts(result, rounded):
    """Per kind of number on the page: largest difference, share of the tolerance, share with this network's own rounding."""
    for kind, expected in SCREEN.items():
        rows = []
        for name, shown in expected.items():
            limit = allowed(kind, name, shown, result)
            off = result[kind][name] - shown
            own = largest(rounded[kind][name] - result[kind][name])
            rows.append((largest(off), share(off, limit), share(off, limit + ROUNDING * own), name))
        if rows:
            off, part, _, name = max(rows, key=lambda it: it[1])
            yield kind, off, part, max(it[2] for it in rows), name


def figures(found):
    if found is None:
        return "one side is all zero"
    return f"angle {found[1]:9.4f}°   norm ratio {found[2]:9.4g}   relative error {found[0]:9.4g}"


def main():
    result, rounded = run(), run(np.float32)
    print(TITLE)
    print(f"{RULE}, η = {RATE:g}, T = {STEPS}, start {START}; {len(SHOWN)} rows; NumPy {np.__version__}, double precision")
    print(f"\nLoss at the forward pass {result['loss'][GRAPH.target][0]:.6g}.")
    print(f"Energy, mean over the rows, at t = 0 and t = {STEPS}:")
    for name, trace in result["energy"].items():
        print(f"  {name:12} {trace[0]:12.6g} {trace[-1]:12.6g}")
    print("\nThe rule's gradient of the weights against backprop's:")
    each, whole = result["comparison"]
    for name, found in [*each, ("all weights", whole)]:
        print(f"  {name:12} {figures(found)}")
    if BATCHES:
        losses = result["loss of each batch"][GRAPH.target]
        print(f"\n{len(BATCHES)} updates with {OPTIMIZER}, rate {LEARNING_RATE:g}.")
        print(f"Loss of the batch {losses[0]:.6g} before the first, {losses[-1]:.6g} before the last.")
    print(f"\nAgainst the numbers of the page ({SCREEN_ENGINE}, single precision):")
    # Of the settling and of the updates: the largest share of the tolerance, without and with this network's own rounding.
    worst = {False: [0, 0], True: [0, 0]}
    for kind, off, part, eased, name in verdicts(result, rounded):
        of = worst["learned" in kind or "batch" in kind]
        of[:] = max(of[0], part), max(of[1], eased)
        print(f"  {kind:32} differ by at most {off:9.3g}, {100 * part:8.3g} % of what is allowed (worst: {name})")
    settling, updates = worst[False], worst[True]
    if max(settling[1], updates[1]) > 1:
        print("\nDIFFERS: not the numbers of the page.")
        return False
    if settling[0] <= 1:
        print("\nAGREES: every number of the settling is within the tolerances of the page.")
    else:
        print(f"\nAGREES UP TO ROUNDING: within {ROUNDING} times what single precision itself does to this network.")
    if updates[0] <= 1:
        print("So are the parameters after the updates." if settling[0] <= 1 else "The parameters after the updates agree.")
    else:
        print(f"The parameters after the updates agree up to rounding: within {ROUNDING} times what single precision itself does.")
        if OPTIMIZER == "adam":
            print("(Adam divides by the size of a gradient; of the smallest ones that leaves mostly rounding.)")
    return True
