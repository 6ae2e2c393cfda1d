#!/usr/bin/env node
/**
 * npm run noise -- [PATH...]                     how often each rule fails, passes and is undecided on what is there
 * npm run noise -- --show <rule or family/*> ... lists the findings, too; `all` for every rule
 *
 * Without paths: fixtures. Every rule runs. A folder of `describe-*.json` files is one input, and so is each plan, state
 * and export. Figures are counts of verdicts; a rule that fails often on stacks that work is noise.
 */
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { importTs, root } from './lib/import-ts.mjs';
import { inputsAt } from './lib/inputs.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { show: { type: 'string', multiple: true, default: [] } },
});
const shown = values.show.map((glob) =>
  glob === 'all' ? /./ : new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`),
);
const [{ lint }, { rules }, { useActionSlices }] = await importTs(
  'src/index.ts',
  'rules/index.ts',
  'src/aws/actions/load.ts',
);
useActionSlices(pathToFileURL(join(root, 'src/aws/actions/slices/')));

const inputs = (positionals.length > 0 ? positionals : [join(root, 'fixtures')])
  .flatMap(inputsAt)
  .filter(({ kind }) => kind === 'lint')
  .map(({ path }) => path);
const counts = new Map(rules.map(({ id }) => [id, { fail: 0, pass: 0, undecided: 0, inputs: new Set() }]));
const lines = [];
let endpoints = 0;
let judged = 0;

for (const path of inputs) {
  const report = await lint({ paths: [path], preset: 'pedantic', config: false, cwd: root });
  if (report.endpoints.length === 0 && report.findings.length === 0) continue;
  judged++;
  endpoints += report.endpoints.length;
  for (const { rule, fail, pass, undecided } of report.checks) {
    const count = counts.get(rule);
    if (!count) continue;
    count.fail += fail;
    count.pass += pass;
    count.undecided += undecided;
    if (fail > 0) count.inputs.add(path);
  }
  for (const { rule, level, message } of report.findings) {
    if (shown.some((pattern) => pattern.test(rule)))
      lines.push([rule, `${relative(process.cwd(), path)}: ${level}: ${message}`]);
  }
}

console.log('| rule | preset | level | fails | in inputs | passes | undecided |');
console.log('| --- | --- | --- | --: | --: | --: | --: |');
for (const preset of ['recommended', 'strict', 'pedantic']) {
  for (const { id, level } of rules.filter((rule) => rule.preset === preset)) {
    const { fail, pass, undecided, inputs } = counts.get(id);
    console.log(`| ${id} | ${preset} | ${level} | ${fail} | ${inputs.size} | ${pass} | ${undecided} |`);
  }
}
console.log(`\n${judged} inputs, ${endpoints} endpoints`);
for (const preset of ['recommended', 'strict', 'pedantic']) {
  const of = rules.filter((rule) => rule.preset === preset).map(({ id }) => counts.get(id));
  const sum = (name) => of.reduce((total, count) => total + count[name], 0);
  const rate = endpoints === 0 ? 0 : sum('fail') / endpoints;
  console.log(
    `${preset}: ${of.length} rules, ${sum('fail')} fails (${rate.toFixed(2)} an endpoint), ${sum('pass')} passes, ${sum('undecided')} undecided`,
  );
}
const silent = rules.filter(({ id }) => counts.get(id).fail === 0).map(({ id }) => id);
console.log(`never failed: ${silent.join(', ') || 'none'}`);
for (const [rule, line] of lines.sort()) console.log(`${rule}  ${line}`);
