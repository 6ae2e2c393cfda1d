/** CloudFormation templates, SAM templates and assemblies of the CDK. */
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { readRegularFile } from '../../base/regular-file.ts';
import { inSentences } from '../../base/sentences.ts';
import {
  type FilePosition,
  type Incompleteness,
  type Input,
  InputError,
  type Origin,
  type Picture,
} from '../../model/index.ts';
import { type App, Assemblies } from './cdk/assembly.ts';
import { isAssembly } from './cdk/manifest.ts';
import { isChangeSet, readChangeSet } from './changes/change-set.ts';
import { rootOf, withChanges } from './changes/matched.ts';
import { nestSets } from './changes/nested.ts';
import { commentsOf, ignoresOf } from './comments.ts';
import { mapAt, type Raw, textAt } from './document/raw.ts';
import type { ParsedFile, Template } from './document/template.ts';
import { type FoundFile, inputOf, type ReadFile, TemplateFiles } from './files.ts';
import type { TemplateOptions } from './options.ts';
import { type ProgramPicture, pictureOf } from './picture.ts';
import { earlier } from './revision.ts';
import type { Program, Root } from './stack/program.ts';
import type { Resource } from './stack/types.ts';
import { joined } from './worlds/joined.ts';
import { isStackType } from './worlds/nested.ts';

export { isAssembly } from './cdk/manifest.ts';
export { isChangeSet } from './changes/change-set.ts';
export { textOf, yamlFile } from './document/parse.ts';
export { isTemplate, looksLikeTemplate } from './document/template.ts';
export type { FoundFile } from './files.ts';
export { type TemplateOptions, type TemplateRequest, templateOptions } from './options.ts';

export interface TemplateResult {
  readonly pictures: readonly Picture[];
  readonly incomplete: readonly Incompleteness[];
  readonly notes: readonly string[];
}

/** The actions of a reader on the documents of a run. */
export interface Documents {
  /** Adds an input to the report and returns its index. */
  add(input: Input): number;
  /** Says how many endpoints one has. */
  count(input: number, endpoints: number): void;
}

/** Reads the templates and assemblies of one run. */
export function readTemplates(
  files: readonly FoundFile[],
  options: TemplateOptions,
  documents: Documents,
): TemplateResult {
  const inputs = new Map<string, number>();
  const result = new TemplateReader(files, options, onDisk, {
    ...documents,
    add: (input) => {
      const index = documents.add(input);
      if (input.path !== null) inputs.set(input.path, index);
      return index;
    },
  }).read();
  const pictures = result.pictures.map(({ files: used, ...picture }): Picture => {
    const before = earlier(used, options.cwd, (read, found) => {
      // What was there then stands where its file stands now, under the name it has now.
      const then: Input[] = [];
      const add = (input: Input) => {
        then.push(input);
        return inputs.get(input.path ?? '') ?? picture.inputs[0] ?? 0;
      };
      const reader = new TemplateReader(found, options, read, { add, count: () => {} });
      const comments = () => then.flatMap((input) => input.comments?.() ?? []);
      return reader.read(result.labels).pictures.map((each, i) => (i === 0 ? { ...each, comments } : each));
    });
    return { ...picture, atRevision: before };
  });
  return { ...result, pictures };
}

/** A picture with the files it was read from. */
type FilePicture = Picture & { readonly files: readonly FoundFile[] };

/** Names of stacks, by the file of their template. Undefined if there is only one. */
type Labels = ReadonlyMap<string, string> | undefined;

class TemplateReader {
  readonly #files: TemplateFiles;
  readonly #options: TemplateOptions;
  readonly #documents: Documents;
  readonly #assemblies: Assemblies;
  readonly #addresses = new Map<number, (written: string) => readonly string[]>();
  /** Resources by address: where their templates are nested, and what code made them. */
  readonly #resources = new Map<string, Resource>();

  constructor(files: readonly FoundFile[], options: TemplateOptions, read: ReadFile, documents: Documents) {
    this.#files = new TemplateFiles(files, read, (file) => this.#input(file));
    this.#options = options;
    this.#documents = documents;
    this.#assemblies = new Assemblies(this.#files, options);
  }

  /** `labels` are those of a run of which this is the past. */
  read(
    labels?: Labels,
  ): Omit<TemplateResult, 'pictures'> & { readonly pictures: readonly FilePicture[]; readonly labels: Labels } {
    const { apps, loose } = this.#withChanges(this.#assemblies.apps(), this.#loose(labels));
    const all = [...apps.flatMap(({ roots }) => roots), ...loose];
    this.#checkGiven(all);
    const program = (roots: readonly Root[]): Program => {
      return { roots, several: labels !== undefined || all.length > 1, nested: this.#files.nested };
    };
    const pictures = [
      ...apps.flatMap(({ manifest, roots }) =>
        byEnvironment(roots).flatMap((some) => this.#picture(program(some), [manifest])),
      ),
      ...joined(loose, program).flatMap((each) =>
        this.#picture(
          each,
          each.roots.map(({ template }) => ({ ...template.file, named: true })),
        ),
      ),
    ];
    const { incomplete, notes } = this.#files;
    return { pictures, incomplete, notes, labels: all.length > 1 ? labelsIn(all) : undefined };
  }

  /** The stacks with their change sets. Reports a change set whose stack is not here. */
  #withChanges(apps: readonly App[], loose: readonly Root[]): { apps: readonly App[]; loose: readonly Root[] } {
    const sets = this.#files.all
      .filter(({ value }) => isChangeSet(value))
      .map(({ value, path }) => readChangeSet(value, path));
    if (sets.length === 0) return { apps, loose };
    const all = [...apps.flatMap(({ roots }) => roots), ...loose];
    const { roots: own, orphans } = nestSets(sets);
    for (const { path, stackName } of orphans) {
      const message = `this is the change set of the nested stack ${stackName}. Add the change set of its parent stack.`;
      this.#files.fail(path, 'unknown-input', message);
    }
    for (const set of own) {
      const called = set.stackName ?? 'a stack without a name';
      if (!rootOf(set, all)) {
        const message = `this is a change set of ${called}, but its template is not an input. Add the template.`;
        this.#files.fail(set.path, 'unknown-input', message);
      } else if (set.lacks !== null) this.#files.fail(set.path, 'no-before', set.lacks);
    }
    return {
      apps: apps.map((app) => ({ ...app, roots: withChanges(app.roots, own, all) })),
      loose: withChanges(loose, own, all),
    };
  }

  #picture(program: Program, files: readonly FoundFile[]): FilePicture[] {
    const made = this.#made(program);
    if (!made) return [];
    const { picture, endpoints, addresses, resources } = made;
    for (const [input, count] of endpoints) this.#documents.count(input, count);
    for (const [input, byWritten] of addresses) this.#addresses.set(input, (id) => byWritten.get(id) ?? []);
    for (const [address, resource] of resources) this.#resources.set(address, resource);
    return [{ ...picture, files }];
  }

  /** Empty if the templates unfold without an end, which is then reported. */
  #made(program: Program): ProgramPicture | undefined {
    try {
      return pictureOf(program);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.#files.fail(
        program.roots[0]!.template.file.path,
        'template-refused',
        inSentences(error.message, error.hint),
      );
      return undefined;
    }
  }

  #input(file: FoundFile): number {
    const addresses = (written: string) => this.#addresses.get(index)?.(written) ?? [];
    const index: number = this.#documents.add(
      inputOf(file, {
        related: (origin) => this.#leadingTo(origin),
        comments: () => [...commentsOf(file, addresses), ...ignoresOf(file, addresses)],
      }),
    );
    return index;
  }

  /** Templates outside an assembly that are not nested stacks of another template. */
  #loose(known: Labels): Root[] {
    const { all } = this.#files;
    const folders = all.flatMap(({ value, full }) => (isAssembly(value) && full !== null ? [dirname(full)] : []));
    // A template in an assembly that is not one of its stacks is nested, or an asset.
    const isInside = ({ full, named }: FoundFile) =>
      full !== null &&
      (this.#assemblies.claimed.has(full) || (!named && folders.some((folder) => full.startsWith(`${folder}${sep}`))));
    const templates = all
      .filter((file) => !isAssembly(file.value) && !isChangeSet(file.value) && !isInside(file))
      .flatMap((file) => {
        const template = this.#files.template(file);
        return template ? [template] : [];
      });
    const children = new Set(templates.flatMap(localChildren));
    const own = templates.filter(({ file }) => file.full === null || !children.has(file.full));
    // Templates that nest each other in a circle are all there is.
    const roots = own.length > 0 ? own : templates;
    const labels = labelsOf(
      roots.map(({ file }) => file),
      this.#options.cwd,
    );
    return roots.map((template, i) => {
      const beside = this.#assemblies.beside(template.file);
      return {
        label: known?.get(template.file.full ?? '') ?? labels[i]!,
        name: beside?.stack.stackName ?? null,
        environment: this.#assemblies.environment(beside?.stack.environment ?? { account: null, region: null }),
        template,
        given: this.#options.parameters,
        dummies: false,
        paths: beside?.names.paths ?? new Map(),
      };
    });
  }

  /** The code that makes a resource, and the resources that nest its template. */
  #leadingTo({ address }: Origin): (FilePosition & { file: string; message: string })[] {
    const resource = this.#resources.get(address ?? '');
    if (!resource) return [];
    const out: (FilePosition & { file: string; message: string })[] = [];
    const trace = this.#assemblies.names.get(resource.stack.template.file.full ?? '')?.traces.get(resource.id);
    if (trace) {
      const { file, line, column } = trace;
      const message = `${resource.constructPath ?? resource.id} is made here`;
      out.push({ file, line, column, endLine: line, endColumn: column, message });
    }
    for (let { parent } = resource.stack; parent; parent = parent.stack.parent) {
      const { file } = parent.stack.template;
      const place = file.locate(parent.at.pointer!);
      if (!place || file.path === null) continue;
      const { line, column, endLine, endColumn } = place;
      out.push({ line, column, endLine, endColumn, file: file.path, message: `${parent.address} nests the template` });
    }
    return out;
  }

  /** Parameters that no template has, and values that are not allowed: AWS rejects them. */
  #checkGiven(roots: readonly Root[]): void {
    if (roots.length === 0) return;
    const declared = new Set(roots.flatMap(({ template }) => Object.keys(template.parameters)));
    for (const { file, names } of this.#options.parametersFrom) {
      const strange = names.filter((name) => !declared.has(name));
      if (strange.length === 0) continue;
      const message = `no template of this run has a parameter ${strange.join(', ')}. Is the file for another stack?`;
      this.#files.fail(file, 'unknown-parameter', message);
    }
    for (const { template, given } of roots) {
      for (const [name, value] of given) {
        const allowed = (template.parameters[name] as { AllowedValues?: readonly Raw[] } | undefined)?.AllowedValues;
        if (!Array.isArray(allowed) || allowed.map(String).includes(value)) continue;
        const message = `the parameter ${name} does not have one of its allowed values. CloudFormation rejects this.`;
        this.#files.fail(template.file.path, 'refused-parameter', message);
      }
    }
  }
}

function labelsIn(roots: readonly Root[]): ReadonlyMap<string, string> {
  return new Map(roots.map(({ label, template }) => [template.file.full ?? '', label]));
}

function onDisk(path: string): Uint8Array | undefined {
  try {
    return readRegularFile(path);
  } catch {
    return undefined;
  }
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
function localChildren({ file, resources }: Template): string[] {
  if (file.full === null) return [];
  const out: string[] = [];
  for (const resource of Object.values(resources)) {
    if (!isStackType(textAt(resource, 'Type'))) continue;
    const properties = mapAt(resource, 'Properties');
    const url = textAt(properties, 'TemplateURL') ?? textAt(properties, 'Location');
    if (url !== undefined && !/^(?:https?|s3):/.test(url)) out.push(resolve(dirname(file.full), url));
    const asset = textAt((resource as { Metadata?: Raw }).Metadata, 'aws:asset:path');
    if (asset !== undefined) out.push(resolve(dirname(file.full), asset));
  }
  return out;
}

/** Names of stacks in reports: the file's name without its endings, or the path if two have the same name. */
function labelsOf(files: readonly ParsedFile[], cwd: string): string[] {
  const stem = (path: string) => path.replace(/(?:\.template)?\.(?:ya?ml|json|template)$/i, '');
  const short = files.map(({ path }) => (path === null ? 'stdin' : stem(basename(path))));
  return files.map(({ path }, i) => {
    if (path === null || short.indexOf(short[i]!) === short.lastIndexOf(short[i]!)) return short[i]!;
    return stem(relative(cwd, resolve(cwd, path)).replaceAll('\\', '/'));
  });
}
