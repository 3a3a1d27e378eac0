const DECAY = 0.9;

struct Args {
  parameter: u32,
  gradient: u32,
  velocity: u32,
  length: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// v ← 0.9 v + g; θ ← θ − rate · v
@compute @workgroup_size(WORKGROUP)
fn descend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var i = firstOf(id); i < endOf(call.length); i += threadsOf(groups)) {
    let v = DECAY * memory[call.velocity + i] + memory[call.gradient + i];
    memory[call.velocity + i] = v;
    memory[call.parameter + i] -= settings.learningRate * v;
  }
}
