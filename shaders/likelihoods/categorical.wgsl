// E = −π Σ y log softmax(a), μ = softmax(a). A thread takes a whole sample.
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

fn highest(a: u32, units: u32) -> f32 {
  var most = memory[a];
  for (var i = 1u; i < units; i++) {
    most = max(most, memory[a + i]);
  }
  return most;
}

// Σ exp(a − highest), at least 1. Logits are always taken relative to the highest, where float32 still resolves them.
fn total(a: u32, units: u32, most: f32) -> f32 {
  var total = 0.0;
  for (var first = 0u; first < units; first += BLOCK) {
    let end = min(first + BLOCK, units);
    var part = 0.0;
    for (var i = first; i < end; i++) {
      part += exponential(memory[a + i] - most);
    }
    total += part;
  }
  return total;
}

// μ = softmax(a), ε = δ = π(y − μ) where it counts
@compute @workgroup_size(WORKGROUP)
fn compare(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var s = firstOf(id); s < endOf(settings.samples); s += threadsOf(groups)) {
    let row = s * call.units;
    let most = highest(call.preactivation + row, call.units);
    let whole = total(call.preactivation + row, call.units, most);
    for (var i = 0u; i < call.units; i++) {
      let mu = exponential(memory[call.preactivation + row + i] - most) / whole;
      let surprise = memory[call.precisionAt] * (memory[call.value + row + i] - mu);
      let error = select(surprise, 0.0, memory[call.counted + i] == 0.0);
      memory[call.prediction + row + i] = mu;
      memory[call.error + row + i] = error;
      memory[call.delta + row + i] = error;
    }
  }
}

// E of every sample; 0·log 0 is 0
@compute @workgroup_size(WORKGROUP)
fn measure(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var s = firstOf(id); s < endOf(settings.samples); s += threadsOf(groups)) {
    let row = s * call.units;
    let most = highest(call.preactivation + row, call.units);
    let logOfWhole = logarithm(total(call.preactivation + row, call.units, most));
    var energy = 0.0;
    for (var i = 0u; i < call.units; i++) {
      let y = memory[call.value + row + i];
      if (y != 0.0) {
        energy += y * (logOfWhole - (memory[call.preactivation + row + i] - most));
      }
    }
    memory[call.energy + s] = memory[call.precisionAt] * energy;
  }
}
