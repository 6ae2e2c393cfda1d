import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isInside } from '../base/regular-file.ts';
import { docsUrl } from '../findings/index.ts';
import { InputError } from '../model/index.ts';
import { plain } from '../reporters/text.ts';
import { version } from '../version.ts';
import type { Args } from './command.ts';
import { EXIT } from './exit.ts';
import { foundLine, newConfig } from './init/config.ts';
import { githubWorkflow, gitlabInclude, gitlabJob, preCommitConfig, preCommitEntry } from './init/entries.ts';
import { lookAround, type Surroundings } from './init/look.ts';
import type { Io } from './io.ts';
import { writeWhole } from './write-whole.ts';

/** A file to write. */
interface Draft {
  /** From the root of the repository. */
  readonly path: string;
  readonly text: string;
  /** Changes an existing file with --force; default: replaces it by `text`. */
  readonly into?: (there: string) => Promise<string>;
  /** What to print if the file exists and is left as it is. */
  readonly instead?: string;
}

/** The `init` command. */
export async function runInit(args: Args, io: Io): Promise<number> {
  const [word] = args.positional;
  if (word !== undefined)
    throw new InputError(`init: unexpected argument "${word}"`, {
      hint: 'Run init in the directory that the config is for',
    });
  const around = await lookAround(io.cwd);
  const drafts = draftsOf(args, around);
  const dry = args.flag('dry-run');
  const say = (line: string) => io.stdout.write(`${plain(line)}\n`);
  say(`found ${foundLine(around.inputs)}`);
  let written = 0;
  for (const draft of drafts) {
    const file = join(around.root, draft.path);
    const isThere = existsSync(file);
    if (isThere && !args.flag('force')) {
      say(`left  ${shown(file, io)}: the file exists${dry ? '' : ' (use --force to overwrite it)'}`);
      if (draft.instead !== undefined) io.stdout.write(draft.instead);
      continue;
    }
    const text = isThere && draft.into ? await draft.into(readFileSync(file, 'utf8')) : draft.text;
    if (dry) {
      say(`would write ${shown(file, io)}:`);
      io.stdout.write(`\n${text}\n`);
    } else {
      write(draft.path, text, around.root);
      say(`wrote ${shown(file, io)}`);
    }
    written += 1;
  }
  if (written === 0) throw new InputError('init: every file exists already', { hint: 'Use --force to overwrite them' });
  if (!dry) for (const line of next(args, around)) say(line);
  return EXIT.ok;
}

function draftsOf(args: Args, { root, below, ...around }: Surroundings): readonly Draft[] {
  const compares = around.inputs.every(({ kind }) => kind === 'terraform-sources' || kind === 'cloudformation');
  const options = { path: below, version, compares };
  const entry = preCommitEntry(options);
  return [
    {
      path: below === '.' ? 'vpce-lint.yaml' : `${below}/vpce-lint.yaml`,
      text: newConfig({ root, below, ...around }, version),
    },
    ...(args.flag('github') ? [{ path: '.github/workflows/vpce-lint.yml', text: githubWorkflow(options) }] : []),
    ...(args.flag('gitlab') ? gitlabDrafts(root, gitlabJob(options)) : []),
    ...(args.flag('pre-commit')
      ? [
          {
            path: '.pre-commit-config.yaml',
            text: preCommitConfig(options),
            into: (there: string) => withEntry(there, preCommitConfig(options)),
            instead: `      Add this to its \`repos\`:\n${entry}`,
          },
        ]
      : []),
  ];
}

/** An existing pipeline is left as it is. */
function gitlabDrafts(root: string, job: string): Draft[] {
  const pipeline = '.gitlab-ci.yml';
  const own: Draft = { path: '.gitlab/vpce-lint.yml', text: job };
  return existsSync(join(root, pipeline)) ? [own] : [own, { path: pipeline, text: gitlabInclude() }];
}

/** A config of pre-commit with our entry in it, all else as it is. */
async function withEntry(there: string, ours: string): Promise<string> {
  const { isMap, parseDocument } = await import('../config/yaml-library.ts');
  const document = parseDocument(there);
  const repos = document.get('repos');
  const cannot = (why: string) =>
    new InputError(why, {
      file: '.pre-commit-config.yaml',
      hint: 'Add the entry that `vpce-lint init --pre-commit` prints',
    });
  if (document.errors.length > 0 || repos === undefined) throw cannot('the file cannot be read, or has no `repos`');
  const { items } = repos as { items: unknown[] };
  const entry = (parseDocument(ours).get('repos') as { items: unknown[] }).items[0];
  const at = items.findIndex((item) => isMap(item) && String(item.get('repo')).includes('vpce-lint/vpce-lint'));
  if (at >= 0) items[at] = entry;
  else items.push(entry);
  return document.toString({ lineWidth: 0 });
}

/** Nothing is written through a link that leads out of the repository, nor are directories made there. */
function write(path: string, text: string, root: string): void {
  const directory = dirname(join(root, path));
  let there = directory;
  while (!existsSync(there)) there = dirname(there);
  if (!isInside(there, realpathSync(root))) {
    throw new InputError(`${path}: vpce-lint does not write through a link`, {
      hint: 'Remove the link, or write the file yourself',
    });
  }
  mkdirSync(directory, { recursive: true });
  writeWhole(path, root, text);
}

function shown(file: string, io: Io): string {
  return relative(realpathSync(io.cwd), file).split(sep).join('/');
}

function next(args: Args, { inputs, uses, root }: Surroundings): string[] {
  const pipeline = args.flag('gitlab') && !readIfThere(join(root, '.gitlab-ci.yml')).includes('.gitlab/vpce-lint.yml');
  const others = uses.filter(({ option }) => option === undefined || !args.flag(option.slice(2)));
  return [
    ...(pipeline ? ['next  Include .gitlab/vpce-lint.yml in .gitlab-ci.yml'] : []),
    ...others.map(({ name, option }) =>
      option === undefined
        ? `next  ${name} is in use. For a recipe see ${docsUrl('ci.md')}`
        : `next  ${name} is in use. Write its entry with vpce-lint init ${option}`,
    ),
    ...(inputs.length > 0 ? ['next  Run vpce-lint .'] : []),
  ];
}

function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
