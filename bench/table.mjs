/** A ratio within the run, which holds on any machine, and the most it may be. Least times: noise only ever adds. */
export function ratio(one, other, against, most) {
  return { against, ratio: one.minMs / other.minMs, ...(most === undefined ? {} : { most }) };
}

/** As `ratio`, of the peak memory. */
export function memoryRatio(one, other, most) {
  return { memoryRatio: one.peakMb / other.peakMb, ...(most === undefined ? {} : { memoryMost: most }) };
}

/** Rows as a Markdown table. */
export function table(rows) {
  const head = ['what', 'least ms', 'median ms', 'CPU ms', 'peak MB', 'time', 'memory'];
  const lines = rows.map((row) => [
    row.what,
    ...[row.minMs, row.medianMs, row.cpuMs, row.peakMb].map((n) =>
      n === undefined ? '' : n < 10 ? n.toFixed(1) : Math.round(n).toString(),
    ),
    row.ratio === undefined ? '' : `${row.ratio.toFixed(2)} × ${row.against}${atMost(row.most, row.ratio)}`,
    row.memoryRatio === undefined ? '' : `${row.memoryRatio.toFixed(2)} ×${atMost(row.memoryMost, row.memoryRatio)}`,
  ]);
  const align = ['---', '--:', '--:', '--:', '--:', '---', '---'];
  return [head, align, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Rows above what they may be, in words. */
export function tooSlow(rows) {
  return rows.flatMap((row) => [
    ...(row.mostMs !== undefined && row.medianMs > row.mostMs
      ? [`${row.what}: ${row.medianMs.toFixed(1)} ms, at most ${row.mostMs}`]
      : []),
    ...(row.most !== undefined && row.ratio > row.most
      ? [`${row.what}: ${row.ratio.toFixed(2)}, at most ${row.most}`]
      : []),
    ...(row.memoryMost !== undefined && row.memoryRatio > row.memoryMost
      ? [`${row.what}, memory: ${row.memoryRatio.toFixed(2)}, at most ${row.memoryMost}`]
      : []),
  ]);
}

function atMost(most, is) {
  return most === undefined ? '' : ` (${is <= most ? 'at most' : 'above'} ${most})`;
}
