/** Large plans, against reading the file and `JSON.parse` of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, programs } from './measure.mjs';
import { NETWORK, writeAllNetwork, writeMixed, writeMostlyOthers, writeNetworks } from './plans.mjs';
import { buildReader } from './reader.mjs';
import { rulesRow } from './rules.mjs';
import { memoryRatio, ratio } from './table.mjs';

/** Rows of the table for plans of this many megabytes, and for growth from this many endpoints to ten times as many. */
export async function largeRows({ megabytes, endpoints, runs }) {
  return [
    ...(await against('mostly other resources', writeMostlyOthers, { megabytes, runs, most: 0.5, readMost: 0.35 })),
    ...(await against('mixed', writeMixed, { megabytes, runs, most: 0.6, readMost: 0.35 })),
    ...(await against('all network', writeAllNetwork, { megabytes, runs, most: 4, memoryMost: 1.5, json: true })),
    ...(await growth(endpoints, runs)),
  ];
}

async function against(kind, write, { megabytes, runs, most, readMost, memoryMost, json }) {
  return inFolder(async (folder) => {
    const plan = join(folder, 'plan.json');
    const size = Math.round(write(plan, megabytes) / 1e6);
    const reader = await buildReader(folder);
    const commands = {
      parse: programs.parse(plan),
      read: reader(plan),
      lint: lintOf(plan),
      ...(json && { whole: lintOf(plan, '-f', 'json') }),
    };
    const { parse, read, lint, whole } = await measure(commands, runs);
    if (!/^[\d,]+ endpoints,/m.test(lint.tail)) throw new Error(`the ${kind} plan was not judged: ${lint.tail}`);
    return [
      { what: `\`JSON.parse\` of a plan of ${size} MB, ${kind}`, ...parse },
      {
        what: 'reading it, every byte verified and the network kept',
        ...read,
        ...ratio(read, parse, '`JSON.parse`', readMost),
        ...memoryRatio(read, parse),
      },
      {
        what: '`vpce-lint` of it',
        ...lint,
        ...ratio(lint, parse, '`JSON.parse`', most),
        ...memoryRatio(lint, parse, memoryMost),
      },
      ...(whole
        ? [
            {
              what: 'the same with `-f json`',
              ...whole,
              ...ratio(whole, parse, '`JSON.parse`'),
              ...memoryRatio(whole, parse),
            },
          ]
        : []),
    ];
  });
}

async function growth(endpoints, runs) {
  return inFolder(async (folder) => {
    const plans = [endpoints, endpoints * 10].map((n) => ({ n, plan: join(folder, `${n}.json`) }));
    for (const { n, plan } of plans) writeNetworks(plan, n / NETWORK.endpoints);
    const [small, large] = plans;
    const rules = await rulesRow(`${large.n} endpoints`, large.plan, runs, folder);
    const taken = await measure({ small: lintOf(small.plan), large: lintOf(large.plan) }, runs);
    if (!new RegExp(`^${large.n.toLocaleString('en-US')} endpoints,`, 'm').test(taken.large.tail))
      throw new Error(taken.large.tail);
    return [
      { what: `\`vpce-lint\` of ${small.n} endpoints`, ...taken.small },
      {
        what: `\`vpce-lint\` of ${large.n} endpoints`,
        ...taken.large,
        ...ratio(taken.large, taken.small, `${small.n}`, 12),
        ...memoryRatio(taken.large, taken.small),
      },
      rules,
    ];
  });
}

function lintOf(plan, ...options) {
  return programs.lint(plan, '--no-config', '--fail-on', 'never', ...options);
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
