/** Turns what the user named into networks: finds and reads files, recognizes them and hands each to its loader. */

import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { inSentences } from '../base/sentences.ts';
import { shownPath } from '../base/shown-path.ts';
import { table } from '../base/table.ts';
import { hasEndpoints, type Incompleteness, type Input, InputError, judged, type Picture } from '../model/index.ts';
import { sniff, toUtf8 } from '../text/encoding.ts';
import { type JsonDocument, prepare, readJson, type Source } from '../text/json/index.ts';
import { TextError } from '../text/text-error.ts';
import { prepareYaml } from '../text/yaml/index.ts';
import { type ConfigFile, pointerIn, recordedIn } from './aws-config/index.ts';
import { type Content, contentOf, openContent, readProblem } from './content.ts';
import { type DescribeFile, readDescribe } from './describe/index.ts';
import { ANY_SELECT, type DocumentKind, detect, looksLikeOurs } from './detect.ts';
import { type FoundSources as FoundDirectory, findFiles, isCode, nothingIn } from './find.ts';
import { isManifest } from './live/manifest.ts';
import { type FoundManifest, recognize } from './live/manifests.ts';
import { type ReadSources, readSourceFiles, readSources } from './sources.ts';
import {
  type FoundFile,
  isTemplate,
  looksLikeTemplate,
  readTemplates,
  type TemplateRequest,
  templateOptions,
  textOf,
  yamlFile,
} from './template/index.ts';
import { PLANNED_VALUES_SELECT, readTerraform, type TerraformKind, type TerraformPicture } from './terraform/index.ts';
import { type FoundSources, openSources } from './terraform/sources/open.ts';

export interface LoadRequest {
  /** Files, directories, globs, `-` for standard input. */
  readonly paths: readonly string[];
  readonly stdin?: Uint8Array;
  /** Skips detection. */
  readonly kind?: 'plan' | 'state' | 'describe' | 'config' | 'sources' | 'cloudformation';
  /** Where a plan's sources are. */
  readonly root?: string;
  /** What the user says about the stacks that templates create. */
  readonly templates?: TemplateRequest;
  /** Files with values of the variables of Terraform sources. */
  readonly varFiles?: readonly string[];
  /** Such values: `name=value`. */
  readonly vars?: readonly string[];
  /** The Region of providers that name none. */
  readonly region?: string;
  readonly cwd: string;
  /** What is read is not judged, but what others are judged beside. */
  readonly role?: 'context';
  /** Index in the run of the first document that is read. Default 0. */
  readonly firstInput?: number;
}

export interface LoadResult {
  readonly inputs: readonly Input[];
  readonly pictures: readonly Picture[];
  readonly incomplete: readonly Incompleteness[];
  readonly notes: readonly string[];
  /** Lets go of the files. */
  close(): void;
}

/** How to read documents; `cwd` is what paths are shown relative to. */
export type ReadOptions = Pick<
  LoadRequest,
  'kind' | 'root' | 'varFiles' | 'vars' | 'region' | 'templates' | 'role' | 'firstInput'
> & {
  readonly cwd?: string;
};

export interface MemoryFile {
  /** Null for standard input. */
  readonly path: string | null;
  readonly bytes: Uint8Array;
  /** Named by the user rather than found in a directory. Default true. */
  readonly named?: boolean;
}

/** A file or standard input, and what is in it. */
interface Opened {
  /** Null for standard input. */
  readonly path: string | null;
  readonly named: boolean;
  readonly content: Content;
}

/** Reads what the user named. What cannot be read becomes an `incomplete` entry; the rest is checked. */
export async function load(request: LoadRequest): Promise<LoadResult> {
  // Before anything is read: a pipe is read only once.
  prepare();
  const files: Opened[] = [];
  const incomplete: Incompleteness[] = [];
  const seen = new Set<string>();
  const sources: FoundDirectory[] = [];
  // Sources of other stacks tell what may be, not what is.
  const takesSources = request.role !== 'context' && (request.kind === undefined || request.kind === 'sources');
  for (const path of request.paths) {
    if (path === '-') {
      if (request.stdin) files.push({ path: null, named: true, content: contentOf(request.stdin) });
      continue;
    }
    const found = await findFiles(path, request.cwd);
    if ('problem' in found) {
      incomplete.push(incompleteness(path, 'unknown-input', found.problem));
      continue;
    }
    for (const closed of found.closed)
      incomplete.push(incompleteness(closed, 'unreadable', 'this directory cannot be read. Check its permissions.'));
    const before = files.length;
    if (takesSources) sources.push(...found.sources);
    for (const file of request.kind === 'sources' ? [] : found.files) {
      const full = resolve(request.cwd, file.path);
      if (seen.has(full)) continue;
      seen.add(full);
      const shown = shownPath(full, request.cwd);
      try {
        files.push({ path: shown, named: file.named, content: openContent(full, shown) });
      } catch (error) {
        incomplete.push(incompleteness(shown, 'unreadable', readProblem(error)));
      }
    }
    const read = (takesSources ? found.sources.length : 0) + found.files.length + found.closed.length;
    if (files.length === before && read === 0)
      incomplete.push(incompleteness(path, 'unknown-input', NOTHING[request.role ?? 'judged']));
  }
  await prepareYamlOf(files);
  const cwd = realpathSync(request.cwd);
  return readAll(files, request, incomplete, request.paths, (first, judged) =>
    readSources(sources, { ...request, cwd }, first, judged),
  );
}

/** Reads documents in memory, as `load` does after it reads files. */
export function loadFiles(files: readonly MemoryFile[], options: ReadOptions = {}): LoadResult {
  const named = files.flatMap(({ path, bytes }) => (path === null ? [] : [[path, bytes] as const]));
  const code = new Map(named.filter(([path]) => isCode(path)));
  return readAll(
    files
      .filter(({ path }) => path === null || !code.has(path))
      .map(({ path, bytes, named = true }) => ({ path, named, content: contentOf(bytes) })),
    options,
    [],
    files.map((f) => f.path ?? '-'),
    (first) => readSourceFiles(new Map(named), [...code.keys()], options, first),
  );
}

function readAll(
  files: readonly Opened[],
  options: ReadOptions,
  before: readonly Incompleteness[],
  asked: readonly string[],
  sources: (first: number, judged: ReadonlySet<string>) => ReadSources,
): LoadResult {
  const close = () => {
    for (const { content } of files) content.close?.();
  };
  const reader = new Reader(options);
  try {
    for (const file of files) reader.read(file);
    reader.readSources(sources);
  } catch (error) {
    close();
    throw error;
  }
  const result = reader.finish();
  const incomplete = [...before, ...result.incomplete];
  // Directories with other files only: none of them was wrong, and nothing was read.
  if (result.pictures.length === 0 && incomplete.length === 0) {
    for (const path of asked) incomplete.push(incompleteness(path, 'unknown-input', nothingIn('it')));
  }
  return { ...result, incomplete, close };
}

class Reader {
  readonly #kind: LoadRequest['kind'];
  readonly #sources: (path: string | null) => FoundSources;
  readonly #inputs: Input[] = [];
  readonly #pictures: Picture[] = [];
  readonly #incomplete: Incompleteness[] = [];
  readonly #describe: DescribeFile[] = [];
  readonly #config: ConfigFile[] = [];
  readonly #manifests: FoundManifest[] = [];
  readonly #notes: string[] = [];
  readonly #templates: FoundFile[] = [];
  readonly #options: ReadOptions;
  /** Directories with the sources of plans that were read. */
  readonly #judged = new Set<string>();
  readonly #role: LoadRequest['role'];
  readonly #first: number;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#kind = options.kind;
    this.#role = options.role;
    this.#first = options.firstInput ?? 0;
    this.#sources = (path) => openSources(path, options.root, options.cwd ?? resolve('.'));
  }

  read(file: Opened): void {
    try {
      this.#read(file);
    } catch (error) {
      if (error instanceof TextError) {
        const head = latin1(file.content.head);
        if (file.named === false && !looksLikeOurs(head) && !looksLikeTemplate(head)) return;
        this.#fail(file.path, 'unreadable', textProblem(error, file.content.head));
      } else if (error instanceof InputError) this.#fail(file.path, 'unreadable', inputProblem(error));
      else throw error;
    }
  }

  #read(file: Opened): void {
    const { path, content } = file;
    const binary = binaryProblem(content.head);
    if (binary) {
      if (file.named !== false) this.#fail(path, 'unknown-input', binary);
      return;
    }
    if (isYaml(file) && (this.#kind === undefined || this.#kind === 'cloudformation')) {
      this.#yaml(file);
      return;
    }
    const source = content.source();
    const document = readJson(source, ANY_SELECT);
    if (isManifest(document.value)) {
      this.#manifests.push({ path, manifest: document.value });
      return;
    }
    const detected = this.#kind ? { kind: forced(this.#kind, document.value) } : detect(document.value, path);
    if (detected.kind === 'other') {
      if (file.named !== false) this.#fail(path, 'unknown-input', inSentences(detected.what, detected.hint));
      return;
    }
    if (this.#role === 'context' && detected.kind === 'plan') {
      if (file.named !== false) this.#fail(path, 'unknown-input', PLAN_AS_CONTEXT);
      return;
    }
    if (detected.kind === 'cloudformation') {
      if (this.#refusesTemplate(file)) return;
      const { locate, value } = document;
      this.#templates.push({
        ...this.#found(file),
        value: value as FoundFile['value'],
        yaml: false,
        aliased: false,
        locate,
        comments: () => [],
      });
      return;
    }
    const input = this.#first + this.#inputs.length;
    if (detected.kind === 'describe') {
      this.#inputs.push(this.#input(document, path, 'describe', 0));
      this.#describe.push({ input, path, value: document.value });
      return;
    }
    if (detected.kind === 'config') {
      const { locate } = document;
      this.#inputs.push(this.#input({ locate: content.packed ? () => undefined : locate }, path, 'aws-config', 0));
      this.#config.push({ input, path, value: document.value });
      return;
    }
    this.#terraform(detected.kind, document, source, input, file);
  }

  #terraform(kind: TerraformKind, document: JsonDocument, text: Source, input: number, file: Opened): void {
    const { path } = file;
    let planned: JsonDocument | undefined;
    const plannedValues = () => {
      planned ??= readJson(text, PLANNED_VALUES_SELECT);
      return planned;
    };
    const picture: TerraformPicture = readTerraform({
      kind,
      document,
      input,
      path,
      plannedValues,
      sources: () => this.#sources(path),
    });
    const { network } = picture;
    const { source, comments } = picture;
    const known = kind === 'plan' ? 'terraform-plan' : 'terraform-state';
    const endpoints = judged(network.endpoints).length;
    const plain = this.#input(document, path, known, endpoints);
    this.#inputs.push({ ...plain, ...(source ? { source } : {}), ...(comments ? { comments } : {}) });
    this.#pictures.push(picture);
    if (kind === 'plan' && picture.directory !== undefined) this.#judged.add(picture.directory);
    if (
      kind !== 'plan' &&
      this.#role !== 'context' &&
      file.named !== false &&
      endpoints === 0 &&
      !hasEndpoints(network)
    ) {
      this.#fail(path, 'no-endpoints', 'this state has no VPC endpoints, so nothing was checked');
    }
  }

  /** A template says what may exist, so it cannot be context. */
  #refusesTemplate({ path, named }: Opened): boolean {
    if (this.#role !== 'context') return false;
    if (named !== false) this.#fail(path, 'unknown-input', TEMPLATE_AS_CONTEXT);
    return true;
  }

  /** Reads YAML that is a template. Other YAML files of a directory are ignored. */
  #yaml(file: Opened): void {
    const { path, content } = file;
    if ((!file.named && !looksLikeTemplate(latin1(content.head))) || this.#refusesTemplate(file)) return;
    const found = this.#found(file);
    const { bytes } = toUtf8(content.source().bytes(0, MOST_YAML));
    const parsed = yamlFile(bytes, path, found.full);
    if (isTemplate(parsed.value) || this.#kind === 'cloudformation')
      this.#templates.push({ ...parsed, named: found.named });
    else if (file.named) this.#fail(path, 'unknown-input', NO_TEMPLATE);
  }

  #found({ path, named }: Opened): { path: string | null; full: string | null; named: boolean } {
    return { path, full: path === null ? null : resolve(this.#options.cwd ?? '.', path), named };
  }

  #readTemplates(): void {
    const { cwd = resolve('.'), region, templates } = this.#options;
    const result = readTemplates(
      this.#templates,
      templateOptions({ ...(region === undefined ? {} : { region }), ...templates }, cwd),
      {
        add: (input) => this.#inputs.push(input) - 1,
        count: (input, endpoints) => {
          this.#inputs[input] = { ...this.#inputs[input]!, endpoints };
        },
      },
    );
    this.#pictures.push(...result.pictures);
    this.#incomplete.push(...result.incomplete);
    this.#notes.push(...result.notes);
  }

  #input({ locate }: Pick<JsonDocument, 'locate'>, path: string | null, kind: Input['kind'], endpoints: number): Input {
    return { path, kind, endpoints, ...(this.#role === undefined ? {} : { role: this.#role }), locate };
  }

  /** Root modules of sources, after the plans whose sources they may be. */
  readSources(sources: (first: number, judged: ReadonlySet<string>) => ReadSources): void {
    const { inputs, pictures } = sources(this.#inputs.length, this.#judged);
    this.#inputs.push(...inputs);
    this.#pictures.push(...pictures);
    if (inputs.length > 1) this.#notes.push(`checked ${inputs.length} root modules of Terraform code`);
  }

  finish(): Omit<LoadResult, 'close'> {
    if (this.#templates.length > 0) this.#readTemplates();
    if (this.#describe.length + this.#manifests.length + this.#config.length > 0) this.#join();
    return { inputs: this.#inputs, pictures: this.#pictures, incomplete: this.#incomplete, notes: this.#notes };
  }

  #join(): void {
    const recognized = recognize(this.#describe, this.#manifests);
    this.#incomplete.push(...recognized.incomplete);
    this.#notes.push(...recognized.notes);
    const recorded = recordedIn(this.#config);
    const { pictures, endpointsByInput, errors: malformed } = readDescribe(recognized.files, recorded.groups);
    const errors = [...recorded.errors, ...malformed];
    for (const [input, endpoints] of endpointsByInput)
      this.#inputs[input - this.#first] = { ...this.#inputs[input - this.#first]!, endpoints };
    for (const [input, items] of recorded.pointers)
      this.#inputs[input - this.#first] = {
        ...this.#inputs[input - this.#first]!,
        pointerIn: (pointer) => pointerIn(pointer, items),
      };
    this.#pictures.push(...pictures);
    for (const error of errors) this.#fail(error.file, 'unreadable', inputProblem(error));
    // Nobody asks this about contexts: their objects are created when needed.
    const isJudged = this.#role === 'context' || pictures.some(({ network }) => hasEndpoints(network));
    // A snapshot of accounts without endpoints is as whole as an audit of them.
    if (!isJudged && errors.length === 0 && this.#manifests.length === 0) {
      this.#fail(
        (this.#describe[0] ?? this.#config[0])!.path,
        'no-endpoints',
        `the ${this.#describe.length > 0 ? 'describe output' : 'AWS Config answer'} has no VPC endpoints, so nothing was checked`,
      );
    }
  }

  #fail(path: string | null, code: string, message: string): void {
    this.#incomplete.push(incompleteness(path, code, message));
  }
}

const NOTHING = table({
  judged: 'it has nothing to read',
  context: 'it has no state or describe output. Terraform code of other stacks cannot be context.',
});

const TEMPLATE_AS_CONTEXT = 'a template cannot be context. Give describe output or a snapshot of what it created.';

const PLAN_AS_CONTEXT = 'a plan cannot be context. Name it as an input: several plans in one run know each other.';

/** The content tells which of two forms of state it is, even if the user named the kind. */
function forced(kind: NonNullable<LoadRequest['kind']>, value: unknown): DocumentKind {
  if (kind === 'cloudformation') return kind;
  if (kind !== 'describe' && kind !== 'config' && (typeof value !== 'object' || value === null || Array.isArray(value)))
    throw new InputError(`--kind ${kind}: the file is not a JSON object`);
  if (kind === 'sources')
    throw new InputError('--kind sources: this is not Terraform code', { hint: 'Give a directory or a .tf file' });
  if (kind !== 'state') return kind;
  return Object.hasOwn(value as object, 'format_version') || !Object.hasOwn(value as object, 'version')
    ? 'state'
    : 'tfstate';
}

function incompleteness(path: string | null, code: string, message: string): Incompleteness {
  return { path, account: null, region: null, call: null, code, message };
}

/** A larger file cannot be a template: CloudFormation accepts at most 1 MB. */
const MOST_YAML = 1 << 24;
const NO_TEMPLATE =
  'this YAML is not a CloudFormation template. Give a template, a Terraform plan or state, or describe output.';

/** Whether to read a file as YAML: its name says so, or it is not JSON and looks like a template. */
function isYaml({ path, content }: Opened): boolean {
  const head = latin1(content.head)
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '');
  if (/^\s*[[{]/.test(head)) return false;
  return /\.ya?ml$/i.test(path ?? '') || looksLikeTemplate(head);
}

/** Loads the parser of the YAML library where a file needs it, or nests another that may. */
async function prepareYamlOf(files: readonly Opened[]): Promise<void> {
  const texts = files
    .filter((file) => isYaml(file) && (file.named || looksLikeTemplate(latin1(file.content.head))))
    .flatMap(textIn);
  const json = files.filter((file) => !isYaml(file) && /"AWS::/.test(latin1(file.content.head))).flatMap(textIn);
  if ([...texts, ...json].some((text) => /TemplateURL|AWS::Serverless::Application/.test(text))) await prepareYaml();
  else if (texts.length > 0) await prepareYaml(texts);
}

/** A file's text. Empty if the file is not text: the error appears when the file is read. */
function textIn({ content }: Opened): string[] {
  try {
    return [textOf(toUtf8(content.source().bytes(0, MOST_YAML)).bytes)];
  } catch {
    return [];
  }
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function binaryProblem(bytes: Uint8Array): string | undefined {
  const kind = sniff(bytes);
  switch (kind) {
    case 'text':
      return undefined;
    case 'zip':
      return 'this is a binary plan file. Run `terraform show -json tfplan | vpce-lint - --root tfplan`.';
    case 'empty':
      return 'the file is empty.';
    case 'gzip':
      return 'this gzip archive is damaged, or larger than 1 GiB. Unpack it first.';
    default:
      return `this is not a text file (${kind}). Give a Terraform plan or state, or describe output, as JSON.`;
  }
}

function textProblem(error: TextError, head: Uint8Array): string {
  // The machine-readable log of `terraform plan -json` is one JSON object a line.
  const hint = /^\s*\{"@level"/.test(latin1(head))
    ? 'This is the log of `terraform plan -json`. Use `terraform show -json PLAN`'
    : error.hint;
  return `line ${error.line}, column ${error.column}: ${inSentences(error.message, hint)}`;
}

function inputProblem(error: InputError): string {
  return `${error.place === undefined ? '' : `${error.place}: `}${inSentences(error.message, error.hint)}`;
}
