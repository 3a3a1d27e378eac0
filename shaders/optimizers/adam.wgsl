const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const FLOOR = 1e-8;

struct Args {
  parameter: u32,
  gradient: u32,
  first: u32,
  second: u32,
  corrections: u32,
  length: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// θ ← θ − rate · m̂ / (√ŝ + 1e-8)
@compute @workgroup_size(WORKGROUP)
fn descend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var i = firstOf(id); i < endOf(call.length); i += threadsOf(groups)) {
    let g = memory[call.gradient + i];
    let m = FIRST_DECAY * memory[call.first + i] + (1.0 - FIRST_DECAY) * g;
    let s = SECOND_DECAY * memory[call.second + i] + (1.0 - SECOND_DECAY) * g * g;
    memory[call.first + i] = m;
    memory[call.second + i] = s;
    let corrected = m / memory[call.corrections];
    memory[call.parameter + i] -= settings.learningRate * corrected / (sqrt(s / memory[call.corrections + 1u]) + FLOOR);
  }
}

// c ← βc + (1 − β): 1 − βᵗ without cancelling
@compute @workgroup_size(WORKGROUP)
fn advance(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) {
    let at = calls[callOf(id)].corrections;
    memory[at] = FIRST_DECAY * memory[at] + (1.0 - FIRST_DECAY);
    memory[at + 1u] = SECOND_DECAY * memory[at + 1u] + (1.0 - SECOND_DECAY);
  }
}
