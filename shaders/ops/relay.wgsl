// a = u: nothing to learn.
struct Args {
  activity: u32,
  preactivation: u32,
  delta: u32,
  drive: u32,
  units: u32,
  accumulate: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// a = u
@compute @workgroup_size(WORKGROUP)
fn predict(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    memory[call.preactivation + at] = memory[call.activity + at];
  }
}

// drive (+)= δ
@compute @workgroup_size(WORKGROUP)
fn pullback(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let before = select(0.0, memory[call.drive + at], call.accumulate == 1u);
    memory[call.drive + at] = before + memory[call.delta + at];
  }
}
