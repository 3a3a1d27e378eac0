struct Args {
  energy: u32,
  trace: u32,
  clock: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// trace[clock] = mean over samples of energy
@compute @workgroup_size(WORKGROUP)
fn record(@builtin(global_invocation_id) id: vec3u) {
  if (id.x == 0u) {
    let call = calls[callOf(id)];
    memory[call.trace + u32(memory[call.clock])] = sum(call.energy, 1u, settings.samples) / f32(settings.samples);
  }
}
