// Setting values. `moves` is 0 where a unit is pinned or removed, `held` its value there.
struct Args {
  data: u32,
  rows: u32,
  source: u32,
  preactivation: u32,
  value: u32,
  activity: u32,
  moves: u32,
  held: u32,
  units: u32,
  activation: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

// value = moves · data[rows[s]] + held
@compute @workgroup_size(WORKGROUP)
fn gather(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let i = at % call.units;
    let row = u32(memory[call.rows + at / call.units]);
    memory[call.value + at] = memory[call.moves + i] * memory[call.data + row * call.units + i] + memory[call.held + i];
  }
}

// value = moves · g(preactivation) + held
@compute @workgroup_size(WORKGROUP)
fn infer(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let i = at % call.units;
    let predicted = activation(call.activation, memory[call.preactivation + at]);
    memory[call.value + at] = memory[call.moves + i] * predicted + memory[call.held + i];
  }
}

// value = moves · source + held
@compute @workgroup_size(WORKGROUP)
fn adopt(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    let i = at % call.units;
    memory[call.value + at] = memory[call.moves + i] * memory[call.source + at] + memory[call.held + i];
  }
}

// value = held
@compute @workgroup_size(WORKGROUP)
fn clear(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    memory[call.value + at] = memory[call.held + at % call.units];
  }
}

// activity = f(value)
@compute @workgroup_size(WORKGROUP)
fn activate(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var at = firstOf(id); at < endOf(settings.samples * call.units); at += threadsOf(groups)) {
    memory[call.activity + at] = activation(call.activation, memory[call.value + at]);
  }
}
