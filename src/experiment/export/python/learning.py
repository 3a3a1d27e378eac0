# %% [markdown]
# ## Learning
#
# A weight update follows the mean gradient of its batch: `θ ← θ − rate · g`, with momentum `v ← 0.9 v + g`, or Adam (0.9,
# 0.999, 1e-8 outside the root, bias-corrected). Under the incremental rule a batch makes T updates, one a settling step.

# %%
class Optimizer:
    def __init__(self):
        self.count, self.first, self.second = 0, {}, {}

    def step(self, theta, gradient):
        self.count += 1
        return {
            kind: {k: value - LEARNING_RATE * self._direction((kind, k), gradient[kind][k]) for k, value in part.items()}
            for kind, part in theta.items()
        }

    def _direction(self, key, g):
        if OPTIMIZER == "sgd":
            return g
        if OPTIMIZER == "momentum":
            self.first[key] = 0.9 * self.first.get(key, 0) + g
            return self.first[key]
        self.first[key] = 0.9 * self.first.get(key, 0) + (1 - 0.9) * g
        self.second[key] = 0.999 * self.second.get(key, 0) + (1 - 0.999) * g * g
        mean = self.first[key] / (1 - 0.9**self.count)
        spread = self.second[key] / (1 - 0.999**self.count)
        return mean / (np.sqrt(spread) + 1e-8)


def learn(theta, batches, inputs, targets, noise=None):
    """One update a batch (a list of rows). Returns the parameters and the loss of each batch before its update."""
    optimizer, losses, kept, kept_rows = Optimizer(), [], None, None
    for rows in batches:
        drawn = {name: values[rows] for name, values in noise.items()} if noise else None
        losses.append(backprop(theta, inputs[rows], targets[rows])[0])
        # A kept start goes on only for the same rows in the same order.
        state = kept if START == "keep" and rows == kept_rows else None
        incremental = RULES[RULE].learns == "every step"
        settled = settle(theta, inputs[rows], targets[rows], drawn, state, optimizer if incremental else None)
        theta = settled.theta if incremental else optimizer.step(theta, settled.gradients)
        kept, kept_rows = settled.values, rows
    return theta, losses
