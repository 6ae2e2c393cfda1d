/** Terraform sources among the inputs of a run: which root modules there are, and what each declares. */
import { realpathSync } from 'node:fs';
import { parse, posix, resolve, sep } from 'node:path';
import { remembered } from '../base/memo.ts';
import { didYouMean } from '../base/nearest.ts';
import { NoRegularFile } from '../base/regular-file.ts';
import { shownPath } from '../base/shown-path.ts';
import { type Input, InputError, type Picture } from '../model/index.ts';
import type { FoundSources } from './find.ts';
import { readNamedFile } from './named-file.ts';
import { rootModules } from './terraform/configuration/roots.ts';
import { faultOf, type GivenVariables } from './terraform/configuration/variables.ts';
import { type ConfigurationSettings, readConfigurationOf } from './terraform/configuration.ts';
import { diskFiles, repositoryOf } from './terraform/sources/files.ts';
import { memoryFiles } from './terraform/sources/memory.ts';
import { parseSource, SourceReader } from './terraform/sources/read.ts';
import { openRevision } from './terraform/sources/revision.ts';

export interface SourceOptions {
  readonly cwd: string;
  /** Files of values, as named by the user. */
  readonly varFiles?: readonly string[] | undefined;
  /** Values of variables: `name=value`. */
  readonly vars?: readonly string[] | undefined;
  /** The Region of providers that name none. */
  readonly region?: string | undefined;
}

export interface ReadSources {
  readonly inputs: readonly Input[];
  readonly pictures: readonly Picture[];
}

/**
 * Reads the root modules among directories. `first` is the index of the first input. Directories in `judged` hold the
 * sources of a plan that is judged already.
 */
export function readSources(
  directories: readonly FoundSources[],
  options: SourceOptions,
  first: number,
  judged: ReadonlySet<string>,
): ReadSources {
  const { cwd, region } = options;
  const variables = givenVariables(options);
  const groups = byRepository(directories, cwd).map((repository): Group => {
    const reader = new SourceReader(diskFiles(repository.boundary), cwd);
    const settings = { reader, files: diskFiles(repository.files), cwd, variables, region };
    return { settings, directories: repository.directories, before: revisions(repository, settings) };
  });
  return readGroups(groups, variables, first, judged);
}

/** Reads the root modules among files held in memory, by their paths from one root; `code` are those that are sources. */
export function readSourceFiles(
  files: ReadonlyMap<string, Uint8Array>,
  code: readonly string[],
  options: Omit<SourceOptions, 'cwd'>,
  first: number,
): ReadSources {
  const variables = givenVariables({ ...options, cwd: '/' });
  const tree = memoryFiles(new Map([...files].map(([path, bytes]) => [posix.join('/', path), bytes])));
  const reader = new SourceReader(tree, '/');
  const settings = { reader, files: tree, cwd: '/', variables, region: options.region };
  const directories = new Set(code.map((path) => posix.dirname(posix.join('/', path))));
  return readGroups([{ settings, directories, before: undefined }], variables, first, new Set());
}

/** Directories that are read with one reader. */
interface Group {
  readonly settings: ConfigurationSettings;
  readonly directories: ReadonlySet<string>;
  readonly before: ((ref: string) => Earlier) | undefined;
}

function readGroups(
  groups: readonly Group[],
  variables: GivenVariables,
  first: number,
  judged: ReadonlySet<string>,
): ReadSources {
  const declared = new Set<string>();
  const inputs: Input[] = [];
  const pictures: Picture[] = [];
  for (const { settings, directories, before } of groups) {
    for (const directory of rootModules([...directories], settings.reader)) {
      if (judged.has(directory) || !settings.reader.module(directory)) continue;
      const input = first + inputs.length;
      const path = shownPath(directory, settings.cwd);
      const picture = readConfigurationOf({ input, directory, path }, settings);
      for (const name of picture.variables) declared.add(name);
      const { source, comments } = picture;
      const endpoints = picture.network.endpoints.length;
      inputs.push({ path, kind: 'terraform-sources', endpoints, locate: () => undefined, source, comments });
      pictures.push(before ? { ...picture, atRevision: (ref) => before(ref)(directory, input) } : picture);
    }
  }
  if (inputs.length > 0) checkNames(variables, declared);
  return { inputs, pictures };
}

type Earlier = (directory: string, input: number) => readonly Picture[];

/**
 * A root module at an older revision. If it did not exist yet, it may have been elsewhere: we compare it with modules
 * that have been removed since.
 */
function revisions(repository: Repository, now: ConfigurationSettings): (ref: string) => Earlier {
  const known = new Map<string, Earlier>();
  const open = (ref: string): Earlier => {
    if (!repository.isGit)
      throw new InputError('--changed-since: this directory is not in a git repository', {
        file: shownPath(repository.files, now.cwd),
      });
    const tree = openRevision(repository.boundary, ref);
    const reader = new SourceReader(tree, now.cwd);
    const settings = { ...now, reader, files: tree };
    const read = (directory: string, input: number) =>
      readConfigurationOf({ input, directory, path: shownPath(directory, now.cwd) }, settings);
    let gone: readonly string[] | undefined;
    return (directory, input) => {
      if (reader.module(directory)) return [read(directory, input)];
      gone ??= rootModules(
        [...new Set(repository.within.flatMap((each) => tree.sourceDirectories(each)))],
        reader,
      ).filter((each) => !now.reader.module(each));
      return gone.map((each) => read(each, input));
    };
  };
  return (ref) => remembered(known, ref, () => open(ref));
}

interface Repository {
  /** The directory below which modules are read. */
  readonly boundary: string;
  /** The directory below which functions read files. */
  readonly files: string;
  readonly directories: Set<string>;
  /** Directories the user named. */
  readonly within: string[];
  readonly isGit: boolean;
}

/**
 * Directories without links, by their repository. Outside a repository, modules may be anywhere. Files are read only
 * below the directories that the user named or works in.
 */
function byRepository(found: readonly FoundSources[], cwd: string): readonly Repository[] {
  const out = new Map<string, Repository>();
  for (const { directory: path, within } of found) {
    const directory = realpathSync(path);
    const repository = repositoryOf(directory);
    const files = repository ?? (isInside(directory, cwd) ? cwd : realpathSync(within));
    const group = remembered(
      out,
      files,
      (): Repository => ({
        boundary: repository ?? parse(files).root,
        files,
        directories: new Set<string>(),
        within: [],
        isGit: repository !== undefined,
      }),
    );
    group.directories.add(directory);
    const named = realpathSync(within);
    if (!group.within.includes(named)) group.within.push(named);
  }
  return [...out.values()];
}

function isInside(directory: string, around: string): boolean {
  return directory === around || directory.startsWith(around + sep);
}

function givenVariables({ cwd, varFiles = [], vars = [] }: SourceOptions): GivenVariables {
  const files = varFiles.map((path) => {
    let bytes: Uint8Array;
    try {
      bytes = readNamedFile(resolve(cwd, path));
    } catch (error) {
      if (error instanceof NoRegularFile) throw new InputError(error.message, { file: path });
      throw new InputError('no such file', {
        file: path,
        hint: 'Name a .tfvars or .tfvars.json file with --var-file',
      });
    }
    const file = parseSource(path, bytes);
    const fault = faultOf(file.hcl);
    if (fault) throw new InputError(fault, { file: path });
    return file;
  });
  const values = vars.map((text) => {
    const equals = text.indexOf('=');
    if (equals < 1)
      throw new InputError(`--var: ${JSON.stringify(text)} has no value`, {
        hint: "Write --var 'name=value'",
      });
    return [text.slice(0, equals).trim(), text.slice(equals + 1)] as const;
  });
  return { files, values };
}

/** A `--var` name that no root module declares is most likely misspelled. */
function checkNames({ values }: GivenVariables, declared: ReadonlySet<string>): void {
  for (const [name] of values) {
    if (declared.has(name)) continue;
    throw new InputError(`--var: no root module has a variable "${name}"${didYouMean(name, [...declared])}`);
  }
}
