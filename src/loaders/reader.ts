/** Recognizes files one by one, hands each to its loader and collects what they read. */
import { resolve } from 'node:path';
import { inSentences } from '../base/sentences.ts';
import { hasEndpoints, type Incompleteness, type Input, InputError, judged, type Picture } from '../model/index.ts';
import { toUtf8 } from '../text/encoding.ts';
import { type JsonDocument, readJson, type Source } from '../text/json/index.ts';
import { TextError } from '../text/text-error.ts';
import { type ConfigFile, pointerIn, recordedIn } from './aws-config/index.ts';
import { type DescribeFile, readDescribe } from './describe/index.ts';
import { ANY_SELECT, type DocumentKind, detect, looksLikeOurs } from './detect.ts';
import { isManifest } from './live/manifest.ts';
import { type FoundManifest, recognize } from './live/manifests.ts';
import { beginning, binaryProblem, incompleteness, inputProblem, latin1, textProblem } from './problems.ts';
import type { LoadRequest, LoadResult, Opened, ReadOptions } from './request.ts';
import type { ReadSources } from './sources.ts';
import {
  type FoundFile,
  isTemplate,
  looksLikeTemplate,
  readTemplates,
  type TemplateOptions,
  templateOptions,
  yamlFile,
} from './template/index.ts';
import { PLANNED_VALUES_SELECT, readTerraform, type TerraformKind, type TerraformPicture } from './terraform/index.ts';
import { type FoundSources, openSources } from './terraform/sources/open.ts';
import { isYaml, MOST_YAML } from './yaml-files.ts';

/** What the files of one run hold. Files join, so that nothing is whole before `finish`. */
export class Reader {
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
        this.#fail(file.path, 'unreadable', textProblem(error, beginning(file.content.head), isYaml(file)));
      } else if (error instanceof InputError) this.#fail(file.path, 'unreadable', inputProblem(error));
      else throw error;
    }
  }

  #read(file: Opened): void {
    const { path, content } = file;
    const binary = binaryProblem(content.head, path);
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
        repeated: [],
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

  /** What the user says of stacks. Wrong values are errors even if no template is there to use them. */
  #templateOptions(): TemplateOptions {
    const { cwd = resolve('.'), region, templates } = this.#options;
    return templateOptions({ ...(region === undefined ? {} : { region }), ...templates }, cwd);
  }

  #readTemplates(options: TemplateOptions): void {
    const result = readTemplates(this.#templates, options, {
      add: (input) => this.#inputs.push(input) - 1,
      count: (input, endpoints) => {
        this.#inputs[input] = { ...this.#inputs[input]!, endpoints };
      },
    });
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
    const templates = this.#templateOptions();
    if (this.#templates.length > 0) this.#readTemplates(templates);
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

const TEMPLATE_AS_CONTEXT = 'a template cannot be context. Give describe output or a snapshot of what it created.';

const PLAN_AS_CONTEXT = 'a plan cannot be context. Name it as an input: several plans in one run know each other.';

const NO_TEMPLATE =
  'this YAML is not a CloudFormation template. Give a template, or a Terraform plan or state or describe output as JSON.';

/** The content tells which of two forms of state it is, even if the user named the kind. */
function forced(kind: NonNullable<LoadRequest['kind']>, value: unknown): DocumentKind {
  if (kind === 'cloudformation') return kind;
  if (kind !== 'describe' && kind !== 'config' && (typeof value !== 'object' || value === null || Array.isArray(value)))
    throw new InputError(`--kind ${kind}: the file is not a JSON object`);
  if (kind === 'sources')
    throw new InputError('--kind sources: this is not Terraform code', { hint: 'Give a directory or a .tf file' });
  if (kind === 'plan' && !isPlan(value as object))
    throw new InputError('--kind plan: this is not a plan', { hint: 'Write it with `terraform show -json PLAN`' });
  if (kind !== 'state') return kind;
  return Object.hasOwn(value as object, 'format_version') || !Object.hasOwn(value as object, 'version')
    ? 'state'
    : 'tfstate';
}

/** Whether a document can be a plan, or a part of one. Another document would be an empty plan, which passes. */
function isPlan(value: object): boolean {
  const has = (key: string) => Object.hasOwn(value, key);
  return PARTS_OF_PLAN.some(has) || (has('format_version') && !has('values'));
}

const PARTS_OF_PLAN = ['resource_changes', 'planned_values', 'configuration', 'prior_state'];
