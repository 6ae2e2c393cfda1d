/** Measures a run that has little to do, because people wait for the start. Also runs by itself: `node bench/start.mjs`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, programs, singleProgram } from './measure.mjs';
import { writeSmallPlan } from './plans.mjs';
import { ratio, table } from './table.mjs';

/** Rows of the table: the time of each program as a multiple of bare node's. */
export async function startRows({ runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    const plan = join(folder, 'plan.json');
    writeSmallPlan(plan);
    const alone = singleProgram(plan, '--no-config', '--fail-on', 'never');
    const { nothing, version, lint, parse, single } = await measure(
      {
        nothing: programs.nothing(),
        version: programs.lint('--version'),
        lint: programs.lint(plan, '--no-config', '--fail-on', 'never'),
        parse: programs.parse(plan),
        ...(alone && { single: alone }),
      },
      runs,
    );
    if (!/^10 endpoints,/m.test(lint.tail)) throw new Error(`the small plan was not judged: ${lint.tail}`);
    return [
      { what: 'bare node', ...nothing },
      { what: '`JSON.parse` of a plan of 50 resources', ...parse, ...ratio(parse, nothing, 'bare node') },
      { what: '`vpce-lint --version`', ...version, ...ratio(version, nothing, 'bare node', 3) },
      { what: '`vpce-lint` of a plan of 50 resources', ...lint, ...ratio(lint, nothing, 'bare node', 4) },
      ...(single
        ? [{ what: 'the same by the single program', ...single, ...ratio(single, nothing, 'bare node', 7) }]
        : []),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main ?? process.argv[1]?.endsWith('start.mjs')) {
  console.log(table(await startRows({ runs: 20 })));
}
