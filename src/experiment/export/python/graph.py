# %% [markdown]
# ## The network as a graph
#
# A directed acyclic graph: layers are nodes, synapses are connections. A pinned unit is held at a value; a removed unit is
# held at 0 and counts for nothing; a removed synapse carries nothing and does not learn.

# %%
class Graph:
    def __init__(self, nodes, connections):
        self.nodes = {node.id: node for node in nodes}
        self.connections = list(connections)
        self.incoming = {name: [] for name in self.nodes}
        self.outgoing = {name: [] for name in self.nodes}
        for connection in self.connections:
            self.incoming[connection.target].append(connection)
            self.outgoing[connection.source].append(connection)
        self.order = self._sources_first()
        self.predicted = [name for name in self.order if self.incoming[name]]
        self.free = [name for name in self.order if self.nodes[name].clamp == "free"]
        self.target = next(name for name in self.order if self.nodes[name].clamp == "target")
        self.depth = self._depths()
        self.longest_path = max(self.depth.values())
        self.moves, self.alive, self.held = {}, {}, {}
        for name in self.order:
            self._place_holds(name)
        self.mask = {c.id: self._synapses(c) for c in self.connections if not c.is_relay}

    def _sources_first(self):
        order, waiting = [], dict.fromkeys(self.nodes)
        while waiting:
            ready = [n for n in waiting if all(c.source not in waiting for c in self.incoming[n])]
            order += ready
            for name in ready:
                del waiting[name]
        return order

    def _depths(self):
        """Connections on the longest path from a node to the target; nodes that do not reach it are absent."""
        depth = {self.target: 0}
        for name in reversed(self.order):
            below = [depth[c.target] + 1 for c in self.outgoing[name] if c.target in depth]
            if below and name != self.target:
                depth[name] = max(below)
        return depth

    def _place_holds(self, name):
        units = self.nodes[name].units
        self.moves[name] = np.ones(units, dtype=bool)
        self.alive[name] = np.ones(units, dtype=bool)
        self.held[name] = np.zeros(units)
        for unit, value in PINS.get(name, {}).items():
            self.moves[name][unit] = False
            self.held[name][unit] = value
        for unit in REMOVED_UNITS.get(name, []):
            self.moves[name][unit] = self.alive[name][unit] = False
            self.held[name][unit] = 0

    def _synapses(self, connection):
        """[out, in]: which synapses are there, by themselves and with the units at both ends."""
        mask = np.outer(self.alive[connection.target], self.alive[connection.source])
        for out, source in REMOVED_SYNAPSES.get(connection.id, []):
            mask[out, source] = False
        return mask

    def hold(self, name, values):
        """The values, with those of pinned and removed units put back."""
        return np.where(self.moves[name], values, self.held[name].astype(values.dtype))

    def weights(self, theta, connection):
        if connection.is_relay:
            return np.eye(self.nodes[connection.target].units, dtype=np.float32)
        return np.where(self.mask[connection.id], theta["weights"][connection.id], 0)


def with_relays(graph):
    """Zero-divergence needs all ways from a free layer to the target equally long: relays copy their source on shortcuts."""
    nodes, connections = list(graph.nodes.values()), []
    for connection in graph.connections:
        source = graph.nodes[connection.source]
        skipped = 0
        if source.clamp == "free" and connection.source in graph.depth and connection.target in graph.depth:
            skipped = graph.depth[connection.source] - graph.depth[connection.target] - 1
        last = connection.source
        for k in range(skipped):
            relay = f"\u2937{connection.id}.{k}"
            nodes.append(Node(relay, source.units, "identity", 1, "gaussian", "free"))
            connections.append(Connection(relay, last, relay, "identity", True))
            last = relay
        connections.append(connection._replace(source=last))
    return Graph(nodes, connections)


GRAPH = Graph(NODES, CONNECTIONS)
