# %% [markdown]
# ## Pictures
#
# Where Matplotlib is installed: energy of every layer over the settling (F, their sum, in black; under fixed prediction it is
# the total error, no energy, and rises), and every weight's gradient against backprop's (on the dashed line they are equal).

# %%
try:
    import matplotlib.pyplot as plt
except ImportError:
    plt = None
    print("Without Matplotlib there are no pictures; everything else is here.")


def plain(name):
    """A name as it is, where Matplotlib would read a formula in it."""
    return name.replace("$", r"\$")


def draw_energy(axes, traces):
    steps = range(STEPS + 1)
    for name, trace in traces.items():
        axes.plot(steps, trace, label=plain(name))
    axes.plot(steps, np.sum(list(traces.values()), axis=0), color="black", label="sum")
    axes.set_xlabel("settling step t")
    axes.set_ylabel("total error, mean over rows" if RULES[RULE].frozen else "energy, mean over rows")
    axes.legend()


def draw_gradients(axes, weights, rival):
    ends = [0.0, 0.0]
    for c in CONNECTIONS:
        b, g = rival[c.id].ravel(), weights[c.id].ravel()
        axes.scatter(b, g, s=9, label=plain(c.id))
        ends = [min(ends[0], b.min(), g.min()), max(ends[1], b.max(), g.max())]
    axes.plot(ends, ends, color="black", linestyle="--")
    axes.set_xlabel("backprop's gradient")
    axes.set_ylabel(f"gradient of {RULE}")
    axes.legend()


if plt:
    found = run()
    _, (left, right) = plt.subplots(1, 2, figsize=(11, 4.5))
    draw_energy(left, found["energy"])
    draw_gradients(right, found["gradients of weights"], found["backprop's gradients of weights"])
    plt.tight_layout()
    plt.show()
