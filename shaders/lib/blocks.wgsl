// Sums in a fixed order: blocks of BLOCK terms in index order, then the blocks in index order. The same on every run,
// however the work is split, and with less rounding than one long chain.

// Σ memory[x + i·xStep] for i < length.
fn sum(x: u32, xStep: u32, length: u32) -> f32 {
  var total = 0.0;
  for (var first = 0u; first < length; first += BLOCK) {
    let end = min(first + BLOCK, length);
    var part = 0.0;
    for (var i = first; i < end; i++) {
      part += memory[x + i * xStep];
    }
    total += part;
  }
  return total;
}

// Σ memory[x + i·xStep] · memory[y + i·yStep] for i < length.
fn innerProduct(x: u32, xStep: u32, y: u32, yStep: u32, length: u32) -> f32 {
  var total = 0.0;
  for (var first = 0u; first < length; first += BLOCK) {
    let end = min(first + BLOCK, length);
    var part = 0.0;
    for (var i = first; i < end; i++) {
      part += memory[x + i * xStep] * memory[y + i * yStep];
    }
    total += part;
  }
  return total;
}
