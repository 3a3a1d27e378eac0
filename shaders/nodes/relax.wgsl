// Moving values down the energy.
struct Args {
  value: u32,
  error: u32,
  delta: u32,
  drive: u32,
  moves: u32,
  precisionAt: u32,
  preactivation: u32,
  units: u32,
  activation: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

fn force(call: Args, at: u32) -> f32 {
  return memory[call.moves + at % call.units] * (memory[call.drive + at] - memory[call.error + at]);
}

// value += inferenceRate · moves · (drive − error)
@compute @workgroup_size(WORKGROUP)
fn byRate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    memory[call.value + at] += settings.inferenceRate * force(call, at);
  }
}

// value += moves · (drive − error) / π
@compute @workgroup_size(WORKGROUP)
fn fully(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  let rate = 1.0 / memory[call.precisionAt];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    memory[call.value + at] += rate * force(call, at);
  }
}

// error = moves · drive; delta = g′(a) ∘ error
@compute @workgroup_size(WORKGROUP)
fn balance(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let error = memory[call.moves + at % call.units] * memory[call.drive + at];
    memory[call.error + at] = error;
    memory[call.delta + at] = slope(call.activation, memory[call.preactivation + at]) * error;
  }
}
