/** Polynomial of least squares: coefficients from the lowest power; null where the points do not fix it. */
export function fitPolynomial(
  points: readonly { readonly x: number; readonly y: number; readonly weight: number }[],
  degree: number,
): readonly number[] | null {
  const n = degree + 1
  const rows = Array.from({ length: n }, () => new Array<number>(n + 1).fill(0))
  for (const { x, y, weight } of points) {
    for (const [i, row] of rows.entries()) {
      for (let j = 0; j < n; j++) row[j] = (row[j] ?? 0) + weight * x ** (i + j)
      row[n] = (row[n] ?? 0) + weight * y * x ** i
    }
  }
  // A little weight on zero keeps a thin set of points from bending wildly.
  for (const [i, row] of rows.entries()) row[i] = (row[i] ?? 0) + 1e-6 * (points.length + 1)
  for (let c = 0; c < n; c++) {
    const pivot = rows[c]
    if (pivot === undefined || Math.abs(pivot[c] ?? 0) < 1e-12) return null
    for (const [r, row] of rows.entries()) {
      if (r === c) continue
      const factor = (row[c] ?? 0) / (pivot[c] ?? 1)
      for (let k = c; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0)
    }
  }
  const solved = rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1))
  return solved.every(Number.isFinite) ? solved : null
}

export function valueAt(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0)
}
