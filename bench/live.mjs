/**
 * npm run build && node bench/live.mjs [--latency <ms>] [--runs <number>] [--quick] [--write]
 *
 * Audits of accounts that our own server simulates on loopback. The server needs as long for an answer as the API does.
 * There are 3 accounts with 17 Regions, of which one Region has 200 endpoints, and organizations of 30 and of 300
 * accounts in 4 Regions. The output compares wall time with the least that the calls need, and memory with that of a
 * tenth of the accounts. It fails if there are more calls than necessary.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CALLER, simulateAccounts } from '../scripts/lib/simulated-accounts.mjs';
import { measure, programs } from './measure.mjs';
import { memoryRatio, table } from './table.mjs';

const { values } = parseArgs({
  options: {
    latency: { type: 'string', default: '80' },
    runs: { type: 'string', default: '3' },
    quick: { type: 'boolean' },
    write: { type: 'boolean' },
  },
});
const PAGE = new URL('../docs/benchmarks.md', import.meta.url);
const PLACE = /(<!-- audit -->\n)[\s\S]*(<!-- \/audit -->)/;
const LATENCY = Number(values.latency);
const RUNS = Number(values.runs);
const AT_ONCE = 32;
const REGIONS = (
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 eu-central-1 ' +
  'ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3'
).split(' ');
/** Calls of a Region without VPCs, more where there are some, more where there are endpoints, and more for each VPC with endpoints. */
const [BASE, WITH_VPCS, WITH_ENDPOINTS, FOR_VPC] = [3, 7, 18, 3];
/** Calls about an account as a whole. */
const OF_ACCOUNT = ['DescribeRegions', '/attachments'];

Object.assign(process.env, {
  AWS_ACCESS_KEY_ID: 'AKIABENCH',
  AWS_SECRET_ACCESS_KEY: 'bench',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
});
const faults = [];
const rows = [await threeAccounts(), ...(values.quick ? [] : await organization())];
const text = `${table(rows)}\n\nThe least is the time of all calls, ${AT_ONCE} at once, of ${LATENCY} ms each.\n`;
process.stdout.write(text);
if (values.write && faults.length === 0) {
  const page = readFileSync(PAGE, 'utf8');
  if (!PLACE.test(page)) throw new Error('docs/benchmarks.md has lost the marks that the audit goes between');
  writeFileSync(
    PAGE,
    page.replace(PLACE, (_, before, after) => `${before}\n${text}\n${after}`),
  );
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

async function threeAccounts() {
  const accounts = ['111111111111', '222222222222', '333333333333'];
  const shape = (account, region) =>
    account === '222222222222' && region === 'eu-west-1' ? { vpcs: 4, endpoints: 200 } : { vpcs: 1, endpoints: 0 };
  const roles = accounts.flatMap((account) => ['--role-arn', `arn:aws:iam::${account}:role/audit`]);
  const what = `${REGIONS.length} Regions x ${accounts.length} accounts, 200 endpoints`;
  return audited(what, { accounts, regions: REGIONS, shape }, ['--region', 'all', ...roles], RUNS);
}

/** Each account has endpoints in one Region, a VPC in another, and nothing in two. */
async function organization() {
  const regions = REGIONS.slice(0, 4);
  const shape = (_, region) => ({
    vpcs: regions.indexOf(region) < 2 ? 1 : 0,
    endpoints: region === regions[0] ? 8 : 0,
  });
  const args = [
    '--organization',
    '--role-name',
    'audit',
    '-f',
    'jsonl',
    ...regions.flatMap((name) => ['--region', name]),
  ];
  const of = (count) =>
    audited(
      `${count} accounts x ${regions.length} Regions, \`jsonl\``,
      { accounts: Array.from({ length: count }, (_, i) => String(400000000000 + i)), regions, shape },
      args,
      1,
    );
  const [few, many] = [await of(30), await of(300)];
  return [few, { ...many, ...memoryRatio(many, few) }];
}

async function audited(what, { accounts, regions, shape }, args, runs) {
  const server = await simulateAccounts({ accounts, regions, shape, latencyMs: LATENCY });
  const options = ['--endpoint-url', server.url, '--fail-on', 'never', '--no-config'];
  const { audit } = await measure({ audit: programs.lint('audit', ...options, ...args) }, runs);
  await server.stop();
  check(server.calls, { accounts, regions, shape, runs });
  const calls = server.calls.length / runs;
  const least = (calls / AT_ONCE) * LATENCY;
  return { what: `${what}, ${calls} calls`, ...audit, against: 'the least', ratio: audit.minMs / least };
}

function check(calls, { accounts, regions, shape, runs }) {
  const ofPlaces = new Map();
  for (const { account, region, service, action } of calls) {
    if (account === CALLER || service === 'sts' || OF_ACCOUNT.includes(action)) continue;
    const place = `${account} ${region}`;
    ofPlaces.set(place, (ofPlaces.get(place) ?? 0) + 1);
  }
  for (const account of accounts) {
    for (const region of regions) {
      const { vpcs, endpoints } = shape(account, region);
      const used = Math.min(vpcs, Math.ceil(endpoints / 8));
      const wanted = BASE + (vpcs > 0 ? WITH_VPCS : 0) + (endpoints > 0 ? WITH_ENDPOINTS + FOR_VPC * used : 0);
      const made = ofPlaces.get(`${account} ${region}`) / runs;
      if (made !== wanted) faults.push(`${account} ${region}: ${made} calls, not ${wanted}`);
    }
  }
}
