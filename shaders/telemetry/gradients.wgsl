struct Args {
  gradient: u32,
  rival: u32,
  length: u32,
  part: u32,
  sums: u32,
  begin: u32,
  stride: u32,
  figures: u32,
  squares: u32,
  count: u32,
  totals: u32,
  to: u32,
}
@group(0) @binding(2) var<storage, read> calls: array<Args>;

fn partsOf(call: Args) -> u32 {
  return (call.length + call.part - 1u) / call.part;
}

// rows of sums, an entry a part: Σ g², Σ b², Σ (g − b)²
@compute @workgroup_size(WORKGROUP)
fn lengths(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  for (var k = firstOf(id); k < endOf(partsOf(call)); k += threadsOf(groups)) {
    let end = min((k + 1u) * call.part, call.length);
    var total = vec3f();
    for (var first = k * call.part; first < end; first += BLOCK) {
      var inBlock = vec3f();
      for (var i = first; i < min(first + BLOCK, end); i++) {
        let g = memory[call.gradient + i];
        let b = memory[call.rival + i];
        inBlock += vec3f(g * g, b * b, (g - b) * (g - b));
      }
      total += inBlock;
    }
    let to = call.sums + call.begin + k;
    memory[to] = total.x;
    memory[to + call.stride] = total.y;
    memory[to + 2u * call.stride] = total.z;
  }
}

fn inverseRoot(square: f32) -> f32 {
  if (square == 0.0) {
    return 0.0;
  }
  return 1.0 / sqrt(square);
}

// rows of sums, an entry a part: Σ (ĝ − b̂)², Σ (ĝ + b̂)² of the unit vectors
@compute @workgroup_size(WORKGROUP)
fn legs(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let call = calls[callOf(id)];
  let u = inverseRoot(memory[call.figures + call.squares]);
  let v = inverseRoot(memory[call.figures + call.squares + 1u]);
  for (var k = firstOf(id); k < endOf(partsOf(call)); k += threadsOf(groups)) {
    let end = min((k + 1u) * call.part, call.length);
    var total = vec2f();
    for (var first = k * call.part; first < end; first += BLOCK) {
      var inBlock = vec2f();
      for (var i = first; i < min(first + BLOCK, end); i++) {
        let g = memory[call.gradient + i] * u;
        let b = memory[call.rival + i] * v;
        inBlock += vec2f((g - b) * (g - b), (g + b) * (g + b));
      }
      total += inBlock;
    }
    let to = call.sums + call.begin + k;
    memory[to] = total.x;
    memory[to + call.stride] = total.y;
  }
}

// figures[to + row] = Σ of the row's sums
@compute @workgroup_size(WORKGROUP)
fn addUp(@builtin(global_invocation_id) id: vec3u) {
  let call = calls[callOf(id)];
  let row = firstOf(id);
  if (row < endOf(call.totals)) {
    memory[call.figures + call.to + row] = sum(call.sums + call.begin + row * call.stride, 1u, call.count);
  }
}
