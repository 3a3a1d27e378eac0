// E = ½π|x − μ|², μ = g(a)
struct Args {
  value: u32,
  preactivation: u32,
  prediction: u32,
  error: u32,
  delta: u32,
  precisionAt: u32,
  counted: u32,
  energy: u32,
  units: u32,
  activation: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// μ = g(a), ε = π(x − μ) where it counts, δ = g′(a) ∘ ε
@compute @workgroup_size(WORKGROUP)
fn compare(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let a = memory[call.preactivation + at];
    let mu = activation(call.activation, a);
    let surprise = memory[call.precisionAt] * (memory[call.value + at] - mu);
    let error = select(surprise, 0.0, memory[call.counted + at % call.units] == 0.0);
    memory[call.prediction + at] = mu;
    memory[call.error + at] = error;
    memory[call.delta + at] = slope(call.activation, a) * error;
  }
}

// E of every sample, after `compare`
@compute @workgroup_size(WORKGROUP)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var s = firstOf(id); s < endOf(settings.samples); s += threadsOf(groups)) {
    let errors = call.error + s * call.units;
    memory[call.energy + s] = 0.5 * innerProduct(errors, 1u, errors, 1u, call.units) / memory[call.precisionAt];
  }
}
