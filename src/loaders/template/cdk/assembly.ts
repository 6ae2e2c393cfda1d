/** The stacks of a CDK assembly, those of assemblies inside it included. */
import { dirname, resolve } from 'node:path';
import type { Raw } from '../document/raw.ts';
import type { ParsedFile } from '../document/template.ts';
import type { FoundFile, TemplateFiles } from '../files.ts';
import type { TemplateOptions } from '../options.ts';
import type { Root } from '../stack/program.ts';
import type { Environment } from '../stack/types.ts';
import {
  type Assembly,
  type ConstructNames,
  constructNames,
  isAssembly,
  readAssembly,
  type StackArtifact,
} from './manifest.ts';

const NO_NAMES: ConstructNames = { paths: new Map(), traces: new Map() };

/** A CDK app as it was synthesized. */
export interface App {
  readonly manifest: FoundFile;
  readonly roots: readonly Root[];
}

export class Assemblies {
  readonly #files: TemplateFiles;
  readonly #options: TemplateOptions;
  /** Templates that are stacks of an assembly, and the manifests themselves. */
  readonly claimed = new Set<string>();
  /** Names of constructs, by the file of their template. */
  readonly names = new Map<string, ConstructNames>();

  constructor(files: TemplateFiles, options: TemplateOptions) {
    this.#files = files;
    this.#options = options;
  }

  /** The apps, each with its stacks. */
  apps(): App[] {
    const manifests = this.#files.all.filter((file) => isAssembly(file.value));
    const inner = new Set(
      manifests.flatMap((file) =>
        file.full === null
          ? []
          : readAssembly(file.value).nested.map((each) => resolve(dirname(file.full!), each, 'manifest.json')),
      ),
    );
    return manifests
      .filter(({ full }) => full === null || !inner.has(full))
      .map((manifest) => ({ manifest, roots: this.#stacks(manifest) }));
  }

  #stacks(file: FoundFile): Root[] {
    if (file.full !== null) this.claimed.add(file.full);
    const assembly = readAssembly(file.value);
    const folder = dirname(file.full ?? '');
    const [first] = assembly.missing;
    if (first !== undefined) {
      const others = assembly.missing.length - 1;
      this.#files.fail(
        file.path,
        'cdk-context-missing',
        `the CDK app lacks context (${first}${others > 0 ? ` and ${others} more` : ''}). Run \`cdk synth\` with access to the account.`,
      );
    }
    const roots = assembly.stacks.flatMap((stack) => this.#stack(stack, folder, file, assembly));
    for (const directory of assembly.nested) {
      const nested = this.#files.open(resolve(folder, directory, 'manifest.json'), file);
      if (typeof nested === 'string') this.#files.fail(file.path, 'unreadable', nested);
      else roots.push(...this.#stacks(nested));
    }
    if (roots.length === 0 && assembly.nested.length === 0)
      this.#files.fail(file.path, 'unknown-input', 'this CDK assembly has no stacks');
    return roots;
  }

  #stack(stack: StackArtifact, folder: string, manifest: FoundFile, { missing }: Assembly): Root[] {
    const path = resolve(folder, stack.templateFile);
    this.claimed.add(path);
    const opened = this.#files.open(path, manifest);
    if (typeof opened === 'string') {
      this.#files.fail(manifest.path, 'unreadable', opened);
      return [];
    }
    const template = this.#files.template(opened);
    if (!template) return [];
    return [
      {
        label: stack.id,
        name: stack.stackName,
        environment: this.environment(stack.environment),
        template,
        given: this.#options.parameters,
        dummies: missing.length > 0,
        paths: this.#namesOf(stack, folder, path).paths,
      },
    ];
  }

  /** What the manifest beside a template says about it, if the user named only the template. */
  beside(file: ParsedFile): { readonly stack: StackArtifact; readonly names: ConstructNames } | undefined {
    if (file.full === null || !file.full.endsWith('.template.json')) return undefined;
    const folder = dirname(file.full);
    const manifest = this.#json(resolve(folder, 'manifest.json'));
    if (!isAssembly(manifest)) return undefined;
    const stack = readAssembly(manifest as Raw).stacks.find((each) => resolve(folder, each.templateFile) === file.full);
    return stack && { stack, names: this.#namesOf(stack, folder, file.full) };
  }

  /** Where a stack goes: as its assembly says, else the user. */
  environment({ account, region }: Environment): Environment {
    return { account: account ?? this.#options.account, region: region ?? this.#options.region };
  }

  #namesOf(stack: StackArtifact, folder: string, template: string): ConstructNames {
    const file = stack.metadataFile;
    const metadata = stack.metadata ?? (file === null ? undefined : this.#json(resolve(folder, file)));
    const names = metadata === undefined ? NO_NAMES : constructNames(metadata);
    this.names.set(template, names);
    return names;
  }

  #json(path: string): Raw | undefined {
    const bytes = this.#files.read(path);
    try {
      return bytes && (JSON.parse(Buffer.from(bytes).toString('utf8')) as Raw);
    } catch {
      return undefined;
    }
  }
}
