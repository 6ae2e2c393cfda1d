/**
 * node bench/page.mjs            the HTML report of a plan of 2,000 endpoints: its cost in a run and in a browser
 * node bench/page.mjs --write    also writes the figures into docs/benchmarks.md
 *
 * Needs a Chromium on the PATH or in $CHROMIUM.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { measure, programs } from './measure.mjs';
import { NETWORK, writeNetworks } from './plans.mjs';
import { table } from './table.mjs';

const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const PLACE = /(<!-- page -->\n)[\s\S]*(<!-- \/page -->)/;
const ENDPOINTS = 2000;
const RUNS = 7;

const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-bench-'));
try {
  const text = await figures(folder);
  process.stdout.write(text);
  if (process.argv.includes('--write')) {
    const page = readFileSync(PAGE, 'utf8');
    if (!PLACE.test(page)) throw new Error('docs/benchmarks.md has lost the marks that the figures go between');
    writeFileSync(
      PAGE,
      page.replace(PLACE, (_, start, end) => `${start}\n${text}\n${end}`),
    );
  }
} finally {
  rmSync(folder, { recursive: true });
}

async function figures(folder) {
  const plan = join(folder, 'plan.json');
  const html = join(folder, 'report.html');
  writeNetworks(plan, ENDPOINTS / NETWORK.resources / 0.1);
  const lint = (...args) => programs.lint(plan, '--no-config', '--fail-on', 'never', ...args);
  const { pretty, all } = await measure(
    { pretty: lint(), all: lint('-f', 'pretty', '-f', `sarif=${join(folder, 'o.sarif')}`, '-f', `html=${html}`) },
    RUNS,
  );
  const rows = [
    { what: `\`vpce-lint\` of ${ENDPOINTS} endpoints`, ...pretty },
    // What else a machine does falls on wall times of runs as long as these.
    { what: 'with SARIF and HTML beside it', ...all, against: 'the CPU time without', ratio: all.cpuMs / pretty.cpuMs },
  ];
  const bytes = readFileSync(html);
  const inBrowser = await opened(String(pathToFileURL(html)));
  return `${table(rows)}

The page has ${kilobytes(bytes)} KB, ${kilobytes(gzipSync(bytes))} KB with gzip.
${inBrowser}
`;
}

function kilobytes(bytes) {
  return Math.round(bytes.length / 1000).toLocaleString('en-US');
}

/** Opens the page again and again, and changes its filters: medians. */
async function opened(url) {
  const executablePath = process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  try {
    const runs = [];
    for (let run = 0; run < RUNS; run++) {
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForSelector('html.drawn');
      runs.push(await page.evaluate(`(${timings})()`));
      await page.close();
    }
    const median = (name) => {
      const values = runs.map((run) => run[name]).sort((a, b) => a - b);
      return Math.round(values[values.length >> 1]);
    };
    return `In Chromium ${browser.version()} one can use it ${median('interactive')} ms after it was opened, with ${median('nodes').toLocaleString('en-US')} elements. A filter shows its
findings after ${median('level')} ms (level), ${median('rule')} ms (rule), ${median('vpc')} ms (VPC) and ${median('words')} ms (words); grouping by resource takes ${median('group')} ms. Medians of ${RUNS}.`;
  } finally {
    await browser.close();
  }
}

/** Runs in the page: until the browser has laid out what a change shows. */
function timings() {
  const settled = (change) => {
    const start = performance.now();
    change();
    document.body.getBoundingClientRect();
    return performance.now() - start;
  };
  const chosen = (id, value) => () => {
    const control = document.getElementById(id);
    control.value = value;
    control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input'));
  };
  const option = (id) => document.getElementById(id).options[1].value;
  const times = {
    interactive: performance.getEntriesByName('drawn')[0].startTime,
    nodes: document.querySelectorAll('*').length,
    level: settled(() => document.querySelector('.level input').click()),
    rule: settled(chosen('rule', option('rule'))),
  };
  chosen('rule', '')();
  times.vpc = settled(chosen('vpc', option('vpc')));
  chosen('vpc', '')();
  times.words = settled(chosen('words', 'net-0100 sqs'));
  chosen('words', '')();
  times.group = settled(chosen('grouping', 'resource'));
  return times;
}
