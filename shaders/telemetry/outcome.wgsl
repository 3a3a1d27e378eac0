struct Args {
  value: u32,
  prediction: u32,
  correct: u32,
  units: u32,
  figure: u32,
  trace: u32,
  clock: u32,
  length: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// Index of the first largest entry.
fn largest(x: u32, units: u32) -> u32 {
  var best = 0u;
  for (var i = 1u; i < units; i++) {
    best = select(best, i, memory[x + i] > memory[x + best]);
  }
  return best;
}

// correct = 1 where the prediction names the value's class: the sign of one unit (0 is negative), else the largest unit
@compute @workgroup_size(WORKGROUP)
fn judge(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var s = firstOf(id); s < endOf(settings.samples); s += threadsOf(groups)) {
    let y = call.value + s * call.units;
    let mu = call.prediction + s * call.units;
    var agrees = (memory[y] > 0.0) == (memory[mu] > 0.0);
    if (call.units > 1u) {
      agrees = largest(y, call.units) == largest(mu, call.units);
    }
    memory[call.correct + s] = select(0.0, 1.0, agrees);
  }
}

// trace[clock mod length] = mean over samples of figure
@compute @workgroup_size(WORKGROUP)
fn record(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) {
    let call = calls[callOf(id)];
    let at = u32(memory[call.clock]) % call.length;
    memory[call.trace + at] = sum(call.figure, 1u, settings.samples) / f32(settings.samples);
  }
}
