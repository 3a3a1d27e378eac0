// a = W u with W as [out][in], and its two transposes.
struct Args {
  activity: u32,
  weight: u32,
  bias: u32,
  preactivation: u32,
  value: u32,
  delta: u32,
  drive: u32,
  gradient: u32,
  mask: u32,
  masked: u32,
  sourceUnits: u32,
  units: u32,
  activation: u32,
  accumulate: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// a (+)= W u, from the bias when it does not accumulate
@compute @workgroup_size(WORKGROUP)
fn predict(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let o = at % call.units;
    let u = call.activity + at / call.units * call.sourceUnits;
    let before = memory[select(call.bias + o, call.preactivation + at, call.accumulate == 1u)];
    memory[call.preactivation + at] = before + innerProduct(call.weight + o * call.sourceUnits, 1u, u, 1u, call.sourceUnits);
  }
}

// drive (+)= f′(x) ∘ Wᵀ δ
@compute @workgroup_size(WORKGROUP)
fn pullback(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.sourceUnits); at += threadsOf(groups)) {
    let i = at % call.sourceUnits;
    let d = call.delta + at / call.sourceUnits * call.units;
    let pull = innerProduct(call.weight + i, call.sourceUnits, d, 1u, call.units) * slope(call.activation, memory[call.value + at]);
    if (call.accumulate == 1u) {
      memory[call.drive + at] += pull;
    } else {
      memory[call.drive + at] = pull;
    }
  }
}

// gradient = −mean over samples of δ uᵀ, 0 where the synapse is removed
@compute @workgroup_size(WORKGROUP)
fn gradient(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(call.units * call.sourceUnits); at += threadsOf(groups)) {
    if (call.masked == 1u && memory[call.mask + at] == 0.0) {
      memory[call.gradient + at] = 0.0;
      continue;
    }
    let d = call.delta + at / call.sourceUnits;
    let u = call.activity + at % call.sourceUnits;
    memory[call.gradient + at] = -innerProduct(d, call.units, u, call.sourceUnits, settings.samples) / f32(settings.samples);
  }
}
