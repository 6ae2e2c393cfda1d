/** The files of one run: templates and manifests, those that were named and those that these lead to. */
import { dirname, relative, resolve } from 'node:path';
import { remembered } from '../../base/memo.ts';
import { inSentences } from '../../base/sentences.ts';
import { type Incompleteness, type Input, InputError } from '../../model/index.ts';
import { assetsIn } from './cdk/assets.ts';
import { faultsIn } from './document/faults.ts';
import { withIncludes } from './document/include.ts';
import { parse } from './document/parse.ts';
import type { Raw } from './document/raw.ts';
import { type ParsedFile, type Template, templateOf } from './document/template.ts';
import { loopsWithoutTransform } from './stack/build.ts';
import type { FindNested } from './stack/program.ts';

/** A file that was found, a template or the manifest of an assembly. */
export interface FoundFile extends ParsedFile {
  readonly named: boolean;
}

/** The bytes of a file. Undefined if it does not exist. */
export type ReadFile = (path: string) => Uint8Array | undefined;

export class TemplateFiles {
  readonly all: readonly FoundFile[];
  readonly incomplete: Incompleteness[] = [];
  readonly notes: string[] = [];
  readonly read: ReadFile;
  readonly #input: (file: FoundFile) => number;
  readonly #templates = new Map<string, Template>();
  readonly #byPath = new Map<string, FoundFile>();
  readonly #assets = new Map<string, ReadonlyMap<string, string>>();

  /** `input` adds a file to the report and returns its index. */
  constructor(all: readonly FoundFile[], read: ReadFile, input: (file: FoundFile) => number) {
    this.all = all;
    this.read = read;
    this.#input = input;
    for (const file of all) if (file.full !== null) this.#byPath.set(file.full, file);
  }

  fail(path: string | null, code: string, message: string): void {
    if (this.incomplete.some((each) => each.path === path && each.message === message)) return;
    this.incomplete.push({ path, account: null, region: null, call: null, code, message });
  }

  /** A file of this run, else a file beside another one. If there is none, the reason. */
  open(path: string, beside: ParsedFile): FoundFile | string {
    const known = this.#byPath.get(path);
    if (known) return known;
    const shown = displayed(beside, path);
    const bytes = this.read(path);
    if (!bytes) return `${shown} does not exist or cannot be read`;
    try {
      const file = { ...parse(bytes, shown, path), named: false };
      this.#byPath.set(path, file);
      return file;
    } catch (error) {
      if (error instanceof InputError) return `${shown}: ${inOneLine(error)}`;
      throw error;
    }
  }

  /** A template of a file, read once; undefined where it is none, which is then told. */
  template(written: FoundFile): Template | undefined {
    const key = written.full ?? written.path ?? '-';
    const known = this.#templates.get(key);
    if (known) return known;
    const file = withIncludes(written, (location) => this.#included(location, written));
    let template: Template;
    try {
      template = templateOf(file, -1);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.fail(file.path, 'unreadable', inOneLine(error));
      return undefined;
    }
    template = { ...template, input: this.#input(file) };
    this.#templates.set(key, template);
    this.#look(template);
    return template;
  }

  /** What a template includes by a local path. Undefined if it does not exist. */
  #included(location: string, { full, path }: FoundFile): Raw | undefined {
    if (full === null) return undefined;
    const bytes = this.read(resolve(dirname(full), location));
    if (!bytes) return undefined;
    try {
      return parse(bytes, location, null).value;
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      this.fail(path, 'unreadable', `it includes ${location}: ${inOneLine(error)}`);
      return undefined;
    }
  }

  /** What CloudFormation rejects, in one line each. */
  #look(template: Template): void {
    const { file } = template;
    for (const { pointer, message } of faultsIn(template)) {
      const at = file.locate(pointer);
      const place = at ? `line ${at.line}, column ${at.column}: ` : '';
      this.fail(file.path, 'template-refused', `${place}${message}`);
    }
    for (const { line, column } of file.repeated)
      this.fail(
        file.path,
        'repeated-key',
        `line ${line}, column ${column}: this key occurs twice, and only the last one is read. Remove one of them.`,
      );
    if (loopsWithoutTransform(template))
      this.fail(file.path, 'template-refused', '`Fn::ForEach` needs `Transform: AWS::LanguageExtensions`.');
    if (file.aliased) {
      const name = file.path ?? 'standard input';
      this.notes.push(
        `${name}: CloudFormation rejects YAML aliases. Deploy with \`aws cloudformation package\`, which replaces them.`,
      );
    }
  }

  /** A nested stack's template: a local path, or an asset of the CDK. */
  readonly nested: FindNested = (parent, url, { asset: told }) => {
    const { full } = parent.file;
    const called = url === '' ? (told ?? '') : url;
    const asset = told ?? (full === null ? undefined : this.#assetOf(url, dirname(full)));
    if (asset === undefined && (/^(?:https?|s3):/.test(url) || url === ''))
      return `the nested stack's template ${called} is not local`;
    if (full === null) return `the nested stack's template ${called} is relative to a template that is not a file`;
    const opened = this.open(resolve(dirname(full), asset ?? url), parent.file);
    if (typeof opened === 'string') return `the nested stack's template ${opened}`;
    return this.template(opened) ?? `the nested stack's template ${called} is not a template`;
  };

  /** The file of an assembly behind the address it has once it is published, by its hash. */
  #assetOf(url: string, folder: string): string | undefined {
    const hash = /([0-9a-f]{64})\.json$/.exec(url)?.[1];
    return hash === undefined ? undefined : remembered(this.#assets, folder, () => assetsIn(folder)).get(hash);
  }
}

/** The input a file is in the report; what is known of its resources is told later. */
export function inputOf(file: FoundFile, more: Pick<Input, 'related' | 'comments'>): Input {
  return { path: file.path, kind: 'cloudformation', endpoints: 0, locate: (pointer) => file.locate(pointer), ...more };
}

function inOneLine({ place, message, hint }: InputError): string {
  return `${place === undefined ? '' : `${place}: `}${inSentences(message, hint)}`;
}

/** A path beside another as people see it. */
function displayed(beside: ParsedFile, path: string): string {
  if (beside.path === null || beside.full === null) return path;
  const inside = relative(dirname(beside.full), path).replaceAll('\\', '/');
  const folder = dirname(beside.path).replaceAll('\\', '/');
  return folder === '.' ? inside : `${folder}/${inside}`.replace(/[^/]+\/\.\.\//g, '');
}
