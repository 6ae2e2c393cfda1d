/** CloudFormation templates, SAM templates and assemblies of the CDK. */
import { readFileSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { remembered } from '../../base/memo.ts';
import {
  type FilePosition,
  type Incompleteness,
  type Input,
  InputError,
  type Origin,
  type Picture,
} from '../../model/index.ts';
import { assetsIn } from './cdk/assets.ts';
import {
  type Assembly,
  type ConstructNames,
  constructNames,
  isAssembly,
  readAssembly,
  type StackArtifact,
} from './cdk/manifest.ts';
import { commentsOf, ignoresOf } from './comments.ts';
import { faultsIn } from './document/faults.ts';
import { parse } from './document/parse.ts';
import { mapAt, type Raw, textAt } from './document/raw.ts';
import { type ParsedFile, type Template, templateOf } from './document/template.ts';
import type { TemplateOptions } from './options.ts';
import { pictureOf } from './picture.ts';
import { loopsWithoutTransform } from './stack/build.ts';
import type { FindNested, Program, Root } from './stack/program.ts';
import type { Environment, Resource } from './stack/types.ts';
import { joined } from './worlds/joined.ts';

export { isAssembly } from './cdk/manifest.ts';
export { textOf, yamlFile } from './document/parse.ts';
export { isTemplate, looksLikeTemplate, type ParsedFile } from './document/template.ts';
export { type TemplateRequest, templateOptions } from './options.ts';

export interface TemplateResult {
  readonly pictures: readonly Picture[];
  readonly incomplete: readonly Incompleteness[];
  readonly notes: readonly string[];
}

/** A file that was found, a template or the manifest of an assembly. */
export interface FoundFile extends ParsedFile {
  readonly named: boolean;
}

/** Takes a document into the report; gives its index. */
export type AddInput = (input: Input) => number;

/** Reads the templates and assemblies of one run. */
export function readTemplates(
  files: readonly FoundFile[],
  options: TemplateOptions,
  add: AddInput,
  setEndpoints: (input: number, endpoints: number) => void,
): TemplateResult {
  return new TemplateReader(files, options, add, setEndpoints).read();
}

class TemplateReader {
  readonly #files: readonly FoundFile[];
  readonly #options: TemplateOptions;
  readonly #add: AddInput;
  readonly #setEndpoints: (input: number, endpoints: number) => void;
  readonly #incomplete: Incompleteness[] = [];
  readonly #notes: string[] = [];
  readonly #templates = new Map<string, Template>();
  readonly #byPath = new Map<string, FoundFile>();
  readonly #comments = new Map<number, { addresses: (id: string) => readonly string[] }>();
  readonly #assets = new Map<string, ReadonlyMap<string, string>>();
  readonly #traces = new Map<string, ConstructNames>();
  /** Resources by address: where their templates are nested, and what code made them. */
  readonly #resources = new Map<string, Resource>();

  constructor(
    files: readonly FoundFile[],
    options: TemplateOptions,
    add: AddInput,
    setEndpoints: (input: number, endpoints: number) => void,
  ) {
    this.#files = files;
    this.#options = options;
    this.#add = add;
    this.#setEndpoints = setEndpoints;
    for (const file of files) if (file.full !== null) this.#byPath.set(file.full, file);
  }

  read(): TemplateResult {
    const claimed = new Set<string>();
    const apps: Root[][] = [];
    const inner = new Set<string>();
    const assemblies = this.#files.filter((file) => isAssembly(file.value));
    for (const file of assemblies) {
      for (const directory of readAssembly(file.value).nested)
        if (file.full !== null) inner.add(resolve(dirname(file.full), directory, 'manifest.json'));
    }
    for (const file of assemblies) {
      if (file.full !== null && inner.has(file.full)) continue;
      apps.push(this.#assembly(file, claimed));
    }
    const loose = this.#loose(claimed);
    const several = apps.reduce((sum, roots) => sum + roots.length, 0) + loose.length > 1;
    this.#checkGiven([...apps.flat(), ...loose]);
    const programs: Program[] = [
      ...apps.flatMap((roots) => byEnvironment(roots).map((some) => this.#program(some, several))),
      ...joined(loose, (some) => this.#program(some, several)),
    ];
    const pictures = programs.map((program) => this.#picture(program));
    return { pictures, incomplete: this.#incomplete, notes: this.#notes };
  }

  #program(roots: readonly Root[], several: boolean): Program {
    return { roots, several, nested: this.#nested };
  }

  #picture(program: Program): Picture {
    const { picture, endpoints, addresses, resources } = pictureOf(program);
    for (const [address, resource] of resources) this.#resources.set(address, resource);
    for (const [input, count] of endpoints) this.#setEndpoints(input, count);
    for (const [input, byId] of addresses) this.#comments.set(input, { addresses: (id) => byId.get(id) ?? [] });
    return picture;
  }

  /** The stacks of an assembly and of those inside it. */
  #assembly(file: FoundFile, claimed: Set<string>): Root[] {
    if (file.full !== null) claimed.add(file.full);
    const assembly: Assembly = readAssembly(file.value);
    const folder = dirname(file.full ?? '');
    if (assembly.missing.length > 0) {
      const [first] = assembly.missing;
      this.#fail(
        file.path,
        'cdk-context-missing',
        `the context of the CDK app is missing (${assembly.missing.length === 1 ? first : `${first} and ${assembly.missing.length - 1} more`}): run \`cdk synth\` with access to the account`,
      );
    }
    const roots = assembly.stacks.flatMap((stack) => this.#artifact(stack, folder, file, assembly, claimed));
    for (const directory of assembly.nested) {
      const path = resolve(folder, directory, 'manifest.json');
      const nested = this.#open(path, file);
      if (typeof nested === 'string') this.#fail(file.path, 'unreadable', nested);
      else roots.push(...this.#assembly(nested, claimed));
    }
    if (roots.length === 0 && assembly.nested.length === 0)
      this.#fail(file.path, 'unknown-input', 'the assembly of the CDK has no stacks');
    return roots;
  }

  #artifact(
    stack: StackArtifact,
    folder: string,
    manifest: FoundFile,
    { missing }: Assembly,
    claimed: Set<string>,
  ): Root[] {
    const path = resolve(folder, stack.templateFile);
    claimed.add(path);
    const opened = this.#open(path, manifest);
    if (typeof opened === 'string') {
      this.#fail(manifest.path, 'unreadable', opened);
      return [];
    }
    const template = this.#template(opened);
    if (!template) return [];
    const names = this.#names(stack, folder);
    this.#traces.set(path, names);
    return [
      {
        label: stack.id,
        name: stack.stackName,
        environment: this.#environment(stack.environment),
        template,
        given: this.#options.parameters,
        dummies: missing.length > 0,
        paths: names.paths,
      },
    ];
  }

  #names(stack: StackArtifact, folder: string): ConstructNames {
    if (stack.metadata !== undefined) return constructNames(stack.metadata);
    if (stack.metadataFile === null) return { paths: new Map(), traces: new Map() };
    try {
      return constructNames(JSON.parse(readFileSync(resolve(folder, stack.metadataFile), 'utf8')) as Raw);
    } catch {
      return { paths: new Map(), traces: new Map() };
    }
  }

  #environment({ account, region }: Environment): Environment {
    return { account: account ?? this.#options.account, region: region ?? this.#options.region };
  }

  /** Templates that are no part of an assembly and no nested stack of another. */
  #loose(claimed: Set<string>): Root[] {
    const folders = this.#files
      .filter((file) => isAssembly(file.value) && file.full !== null)
      .map(({ full }) => dirname(full!));
    // What lies in an assembly and is no stack of it is nested, or an asset.
    const isInside = ({ full, named }: FoundFile) =>
      full !== null && (claimed.has(full) || (!named && folders.some((folder) => full.startsWith(`${folder}${sep}`))));
    const files = this.#files.filter((file) => !isAssembly(file.value) && !isInside(file));
    const templates = files.flatMap((file) => {
      const template = this.#template(file);
      return template ? [{ file, template }] : [];
    });
    const children = new Set<string>();
    for (const { file, template } of templates) for (const path of localChildren(template, file)) children.add(path);
    const own = templates.filter(({ file }) => file.full === null || !children.has(file.full));
    // Templates that call each other in a circle are no nested stacks.
    const roots = own.length > 0 ? own : templates;
    const labels = labelsOf(
      roots.map(({ file }) => file),
      this.#options.cwd,
    );
    return roots.map(({ file, template }, i) => {
      const beside = this.#beside(file);
      return {
        label: labels[i]!,
        name: beside?.stackName ?? null,
        environment: this.#environment(beside?.environment ?? { account: null, region: null }),
        template,
        given: this.#options.parameters,
        dummies: false,
        paths: beside?.names.paths ?? new Map(),
      };
    });
  }

  /** What the manifest of the assembly says in which a template lies that is named on its own. */
  #beside(file: FoundFile): (StackArtifact & { names: ConstructNames }) | undefined {
    if (file.full === null || !file.full.endsWith('.template.json')) return undefined;
    const folder = dirname(file.full);
    try {
      const raw = JSON.parse(readFileSync(resolve(folder, 'manifest.json'), 'utf8')) as Raw;
      if (!isAssembly(raw)) return undefined;
      const stack = readAssembly(raw).stacks.find((each) => resolve(folder, each.templateFile) === file.full);
      if (!stack) return undefined;
      const names = this.#names(stack, folder);
      this.#traces.set(file.full, names);
      return { ...stack, names };
    } catch {
      return undefined;
    }
  }

  /** A file of this run, else one on disk. */
  #open(path: string, beside: ParsedFile): FoundFile | string {
    const known = this.#byPath.get(path);
    if (known) return known;
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch {
      return `${displayed(beside, path)} is not there or cannot be read`;
    }
    try {
      const file = { ...parse(bytes, displayed(beside, path), path), named: false };
      this.#byPath.set(path, file);
      return file;
    } catch (error) {
      if (error instanceof InputError)
        return `${displayed(beside, path)}: ${error.place === undefined ? '' : `${error.place}: `}${error.message}`;
      throw error;
    }
  }

  /** A template of a file, read once; undefined where it is none, which is then told. */
  #template(file: FoundFile): Template | undefined {
    const key = file.full ?? file.path ?? '-';
    const known = this.#templates.get(key);
    if (known) return known;
    let template: Template;
    const index = { value: -1 };
    try {
      template = templateOf(file, -1);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#fail(
        file.path,
        'unreadable',
        `${error.place === undefined ? '' : `${error.place}: `}${error.message}${error.hint === undefined ? '' : `; ${error.hint}`}`,
      );
      return undefined;
    }
    index.value = this.#add(this.#input(file, () => this.#comments.get(index.value)?.addresses ?? (() => [])));
    template = { ...template, input: index.value };
    this.#templates.set(key, template);
    this.#look(template);
    return template;
  }

  #input(file: FoundFile, addresses: () => (id: string) => readonly string[]): Input {
    return {
      path: file.path,
      kind: 'cloudformation',
      endpoints: 0,
      locate: (pointer) => file.locate(pointer),
      related: (origin) => this.#leadingTo(origin),
      comments: () => [...commentsOf(file, addresses()), ...ignoresOf(file, addresses())],
    };
  }

  /** The code that makes a resource, and the resources that nest its template. */
  #leadingTo({ address }: Origin): (FilePosition & { file: string; message: string })[] {
    const resource = this.#resources.get(address ?? '');
    if (!resource) return [];
    const out: (FilePosition & { file: string; message: string })[] = [];
    const trace = this.#traces.get(resource.stack.template.file.full ?? '')?.traces.get(resource.id);
    if (trace) {
      const { file, line, column } = trace;
      out.push({
        file,
        line,
        column,
        endLine: line,
        endColumn: column,
        message: `${resource.constructPath ?? resource.id} is made here`,
      });
    }
    for (let parent = resource.stack.parent; parent; parent = parent.stack.parent) {
      const { file } = parent.stack.template;
      const place = file.locate(parent.at.pointer!);
      if (place && file.path !== null)
        out.push({ ...positionOf(place), file: file.path, message: `${parent.address} nests the template` });
    }
    return out;
  }

  /** What CloudFormation refuses, in one line each. */
  #look(template: Template): void {
    const { file } = template;
    for (const { pointer, message } of faultsIn(template)) {
      const at = file.locate(pointer);
      this.#fail(file.path, 'template-refused', `${at ? `line ${at.line}, column ${at.column}: ` : ''}${message}`);
    }
    if (loopsWithoutTransform(template))
      this.#fail(file.path, 'template-refused', '`Fn::ForEach` works with `Transform: AWS::LanguageExtensions` only');
    if (file.aliased)
      this.#notes.push(
        `${file.path ?? 'standard input'}: YAML aliases are refused by CloudFormation itself: deploy with \`aws cloudformation package\`, which writes them out`,
      );
  }

  /** A nested stack's template: a local path, or an asset of the CDK. */
  readonly #nested: FindNested = (parent, url, { asset }) => {
    const { full } = parent.file;
    const called = url === '' ? (asset ?? '') : url;
    asset ??= full === null ? undefined : this.#assetOf(url, dirname(full));
    if (asset === undefined && (/^(?:https?|s3):/.test(url) || url === ''))
      return `the nested stack's template ${called} is not local`;
    if (full === null) return `the nested stack's template ${called} is beside a template that is no file`;
    const opened = this.#open(resolve(dirname(full), asset ?? url), parent.file);
    if (typeof opened === 'string') return `the nested stack's template ${opened}`;
    return this.#template(opened) ?? `the nested stack's template ${called} is no template`;
  };

  /** The file of an assembly behind the address it has once it is published, by its hash. */
  #assetOf(url: string, folder: string): string | undefined {
    const hash = /([0-9a-f]{64})\.json$/.exec(url)?.[1];
    return hash === undefined ? undefined : remembered(this.#assets, folder, () => assetsIn(folder)).get(hash);
  }

  /** Parameters that no template has: AWS refuses them. */
  #checkGiven(roots: readonly Root[]): void {
    if (roots.length === 0) return;
    const declared = new Set(roots.flatMap(({ template }) => Object.keys(template.parameters)));
    for (const { file, names } of this.#options.parametersFrom) {
      const strange = names.filter((name) => !declared.has(name));
      if (strange.length > 0)
        this.#fail(
          file,
          'unknown-parameter',
          `no template of this run has a parameter ${strange.join(', ')}: is the file for another stack?`,
        );
    }
    for (const { template, given } of roots) {
      for (const [name, value] of given) {
        const raw = template.parameters[name];
        const allowed = (raw as { AllowedValues?: readonly Raw[] } | undefined)?.AllowedValues;
        if (Array.isArray(allowed) && !allowed.map(String).includes(value))
          this.#fail(
            template.file.path,
            'refused-parameter',
            `the parameter ${name} is not one of its allowed values: AWS refuses it`,
          );
      }
    }
  }

  #fail(path: string | null, code: string, message: string): void {
    if (this.#incomplete.some((each) => each.path === path && each.message === message)) return;
    this.#incomplete.push({ path, account: null, region: null, call: null, code, message });
  }
}

function positionOf({ line, column, endLine, endColumn }: FilePosition): FilePosition {
  return { line, column, endLine, endColumn };
}

/** A path beside another as people see it. */
function displayed(beside: ParsedFile, path: string): string {
  if (beside.path === null || beside.full === null) return path;
  const inside = relative(dirname(beside.full), path).replaceAll('\\', '/');
  const folder = dirname(beside.path).replaceAll('\\', '/');
  return folder === '.' ? inside : `${folder}/${inside}`.replace(/[^/]+\/\.\.\//g, '');
}

function byEnvironment(roots: readonly Root[]): Root[][] {
  const out = new Map<string, Root[]>();
  for (const root of roots) {
    const key = `${root.environment.account} ${root.environment.region}`;
    const list = out.get(key);
    if (list) list.push(root);
    else out.set(key, [root]);
  }
  return [...out.values()];
}

/** Files that a template names as nested stacks by a local path. */
function localChildren(template: Template, file: ParsedFile): string[] {
  if (file.full === null) return [];
  const out: string[] = [];
  for (const resource of Object.values(template.resources)) {
    const type = textAt(resource, 'Type');
    if (type !== 'AWS::CloudFormation::Stack' && type !== 'AWS::Serverless::Application') continue;
    const properties = mapAt(resource, 'Properties');
    const url = textAt(properties, 'TemplateURL') ?? textAt(properties, 'Location');
    if (url !== undefined && !/^(?:https?|s3):/.test(url)) out.push(resolve(dirname(file.full), url));
    const asset = textAt((resource as { Metadata?: Raw }).Metadata, 'aws:asset:path');
    if (asset !== undefined) out.push(resolve(dirname(file.full), asset));
  }
  return out;
}

/** What reports call stacks: the file's name without its endings, the path where two have one name. */
function labelsOf(files: readonly ParsedFile[], cwd: string): string[] {
  const stem = (path: string) => path.replace(/(?:\.template)?\.(?:ya?ml|json|template)$/i, '');
  const short = files.map(({ path }) => (path === null ? 'stdin' : stem(basename(path))));
  return files.map(({ path }, i) => {
    if (path === null || short.indexOf(short[i]!) === short.lastIndexOf(short[i]!)) return short[i]!;
    return stem(relative(cwd, resolve(cwd, path)).replaceAll('\\', '/'));
  });
}
