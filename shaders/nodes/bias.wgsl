struct Args {
  delta: u32,
  gradient: u32,
  units: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// gradient = −mean over samples of δ
@compute @workgroup_size(WORKGROUP)
fn gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var o = firstOf(id); o < endOf(call.units); o += threadsOf(groups)) {
    memory[call.gradient + o] = -sum(call.delta + o, call.units, settings.samples) / f32(settings.samples);
  }
}
