struct Args {
  parameter: u32,
  gradient: u32,
  length: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// θ ← θ − rate · g
@compute @workgroup_size(WORKGROUP)
fn descend(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var i = firstOf(id); i < endOf(call.length); i += threadsOf(groups)) {
    memory[call.parameter + i] -= settings.learningRate * memory[call.gradient + i];
  }
}
