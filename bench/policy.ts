import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { useActionSlices } from '../src/aws/actions/load.ts';
import type { Trust } from '../src/model/index.ts';
import type { Tree } from '../src/model/tree.ts';
import { analyze, type EndpointFacts } from '../src/policy/index.ts';
import { hardPolicies } from './policy-hard.ts';

interface Subject {
  readonly name: string;
  readonly policy: Tree;
  readonly facts: EndpointFacts;
  readonly trust: Trust | undefined;
}

const ROUNDS = 15;
const LIMITS = { median: 2, p99: 10, worst: 200 } as const;

/** CPU milliseconds of this process. */
function clock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function corpus(root: string): Subject[] {
  const folder = path.join(root, 'fixtures/policies');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { policy, service, endpoint, trust } = JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
      return { name, policy, facts: { service, ...endpoint }, trust };
    });
}

/** Times every policy, prints the slowest, and says whether the limits hold. */
export function bench(root: string): boolean {
  useActionSlices(pathToFileURL(path.join(root, 'src/aws/actions/slices/')));
  const facts: EndpointFacts = {
    service: 's3',
    type: 'Interface',
    region: 'us-east-1',
    id: 'vpce-0a1b2c3d4e5f60718',
    ownerId: '111122223333',
  };
  const subjects = corpus(root);
  const hard = hardPolicies().map(({ name, policy }): Subject => ({ name, policy, facts, trust: undefined }));
  for (let round = 0; round < 5; round++)
    for (const { policy, facts, trust } of subjects) analyze(policy, facts, trust);
  const times: number[] = [];
  const slowest: { name: string; ms: number; answer: string }[] = [];
  for (const { name, policy, facts, trust } of [...subjects, ...hard]) {
    const runs: number[] = [];
    let answer = '';
    for (let round = 0; round < ROUNDS; round++) {
      const start = clock();
      answer = analyze(policy, facts, trust).overlyBroad.is;
      runs.push(clock() - start);
    }
    runs.sort((a, b) => a - b);
    const ms = runs[Math.floor(ROUNDS / 2)]!;
    slowest.push({ name, ms, answer });
    if (!hard.some((each) => each.name === name)) times.push(ms);
  }
  times.sort((a, b) => a - b);
  slowest.sort((a, b) => b.ms - a.ms);
  for (const { name, ms, answer } of slowest.slice(0, 10))
    console.log(`${ms.toFixed(2).padStart(8)} ms  ${name} (overly broad: ${answer})`);
  const median = times[Math.floor(times.length / 2)]!;
  const p99 = times[Math.ceil(times.length * 0.99) - 1]!;
  const worst = slowest[0]!.ms;
  console.log(
    `median ${median.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, worst ${worst.toFixed(2)} ms over ${times.length} corpus and ${hard.length} hard policies`,
  );
  return median <= LIMITS.median && p99 <= LIMITS.p99 && worst <= LIMITS.worst;
}
