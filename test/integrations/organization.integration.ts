/** The templates of docs/organization: by cfn-lint, and their programs by what runs them. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, inject, it } from 'vitest';
import { type CollectionTag, parse, type ScalarTag } from 'yaml';

const FOLDER = fileURLToPath(new URL('../../docs/organization/', import.meta.url));
const TEMPLATES = ['step-functions.yaml', 'batch.yaml'];
const checkers = inject('checkers');

const read = (name: string) => readFileSync(join(FOLDER, name), 'utf8');

/** What cfn-lint says of a template in the Regions of all partitions. */
function complaintsOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-template-'));
  const file = join(folder, 'template.yaml');
  writeFileSync(file, text);
  const regions = ['us-east-1', 'eu-west-1', 'us-gov-west-1'];
  const args = ['--include-checks', 'I', '--non-zero-exit-code', 'informational', '--regions', ...regions, '--', file];
  const { status, stdout, stderr, error } = spawnSync(join(checkers!, 'cfn-lint'), args, { encoding: 'utf8' });
  if (error) throw error;
  return status === 0 ? '' : stdout + stderr;
}

describe.runIf(checkers)('cfn-lint', () => {
  it.each(TEMPLATES)('has nothing against %s', (name) => {
    expect(complaintsOf(read(name))).toBe('');
  });

  it('looks into the definition of the state machine', () => {
    const text = read('step-functions.yaml');
    expect(complaintsOf(text.replace('ItemsPath: $.page.Accounts', 'ItemPath: $.page.Accounts'))).toContain('E3601');
    expect(complaintsOf(text.replace('IsPresent: true, Next: Following', 'IsPresent: true'))).toContain('E3601');
  });
});

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly End?: boolean;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly ItemProcessor?: Machine;
}

interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, unknown>> }>>;
}

/** The short forms of CloudFormation's functions, each as its argument. */
const FUNCTIONS = ['!Ref', '!Sub', '!GetAtt'].flatMap((tag): (ScalarTag | CollectionTag)[] => [
  { tag, resolve: (text: string) => text },
]);

function templateOf(name: string): Template {
  return parse(read(name), { customTags: FUNCTIONS }) as Template;
}

/** States by which an execution goes from one; and whether it may end there. */
function waysOf({ Type, Next, End, Default, Choices = [] }: State): { next: string[]; ends: boolean } {
  const next = [Next, Default, ...Choices.map((choice) => choice.Next)].filter((name) => name !== undefined);
  return { next, ends: End === true || Type === 'Succeed' || Type === 'Fail' };
}

function check({ StartAt, States }: Machine): void {
  const reached = new Set([StartAt]);
  for (const name of reached) {
    expect(Object.keys(States)).toContain(name);
    const { next, ends } = waysOf(States[name]!);
    expect({ name, goesOn: next.length > 0 }).toEqual({ name, goesOn: !ends });
    for (const each of next) reached.add(each);
  }
  expect([...reached].sort()).toEqual(Object.keys(States).sort());
  for (const { ItemProcessor } of Object.values(States)) if (ItemProcessor) check(ItemProcessor);
}

describe('the state machine', () => {
  it('leads from its first state to every other, and ends', () => {
    check(templateOf('step-functions.yaml').Resources.Machine!.Properties.Definition as Machine);
  });
});

/** Runs a job with programs that note how they are called: `aws` copies nothing, and `vpce-lint` ends with 3. */
function recorded(line: string, env: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-job-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const program = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${name} $*" >> "${folder}/log"\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  program('aws', `case "$*" in *accounts.txt*) printf '%s\\n' 111111111111 222222222222;; esac`);
  program('vpce-lint', 'exit 3');
  const { status } = spawnSync('sh', ['-ec', line], {
    cwd: folder,
    env: { PATH: `${bin}:${process.env.PATH}`, ...env },
  });
  return { status, log: readFileSync(join(folder, 'log'), 'utf8').trim().split('\n') };
}

describe('the jobs of AWS Batch', () => {
  const commandOf = (name: string) => {
    const { Command } = templateOf('batch.yaml').Resources[name]!.Properties.ContainerProperties as {
      readonly Command: readonly string[];
    };
    return Command.at(-1)!;
  };

  it('job n audits line n + 1', () => {
    const env = { BUCKET: 'b', ROLE: 'aws-us-gov:path/audit', AWS_BATCH_JOB_ARRAY_INDEX: '1' };
    const { status, log } = recorded(commandOf('Audit'), env);
    expect(log[0]).toBe('aws s3 cp s3://b/accounts.txt -');
    expect(log[1]).toBe(
      'vpce-lint audit --role-arn arn:aws-us-gov:iam::222222222222:role/path/audit --region all --fail-on never --allow-partial -f json=report.json',
    );
    // An audit that ends otherwise is tried again.
    expect([status, log.length]).toEqual([3, 2]);
  });

  it('the last one stores the joined report whatever it says, and ends as it does', () => {
    const { status, log } = recorded(commandOf('Merge'), { BUCKET: 'b' });
    expect(status).toBe(3);
    expect(log).toEqual([
      'aws s3 cp --recursive s3://b/reports/ reports/',
      'vpce-lint report merge reports -f json=all.json -f markdown=all.md',
      'aws s3 cp all.json s3://b/all.json',
      'aws s3 cp all.md s3://b/all.md',
    ]);
  });
});
