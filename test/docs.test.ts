import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { rules } from '../rules/index.ts';
import { proseOf } from '../scripts/lib/prose.ts';
import { faultsOfPage } from '../scripts/lib/voice.ts';
import { commands } from '../src/cli/commands/index.ts';
import { parse } from '../src/cli/parse.ts';
import { SUPPRESSION_RULES } from '../src/findings/index.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const schema = JSON.parse(readFileSync(join(root, 'schema/config.json'), 'utf8'));
const validConfig = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
const ids = new Set([...rules, ...SUPPRESSION_RULES].map(({ id }) => id));
const families = new Set([...ids].map((id) => id.slice(0, id.indexOf('/'))));
const pages = [
  ...['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'],
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** What other tests hold: texts of rules, output of the tool, and the list of phrases itself. */
const HELD_ELSEWHERE =
  /<!-- (?:rules:start|output:start|phrases:[^>]*?) ?-->[\s\S]*?<!-- (?:rules:end|output:end|\/phrases) -->/g;

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  it('links to files and headings that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#:]*)(?:#([^)]*))?\)/g)].map(([, path, heading]) => ({
      path: path!,
      heading,
    }));
    const gone = links.filter(({ path, heading }) => {
      const file = path === '' ? join(root, page) : join(root, dirname(page), path);
      return !existsSync(file) || (heading !== undefined && !anchorsOf(readFileSync(file, 'utf8')).has(heading));
    });
    expect(gone).toEqual([]);
  });

  it('names files and folders that are there', () => {
    const paths = [
      ...text.matchAll(
        /`((?:bench|bin|docs|fixtures|rules|schema|scripts|src|test|\.ci|\.cspell|\.github)\/[\w./-]*)`/g,
      ),
    ].map(([, path]) => path!);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names scripts of package.json that are there', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('names rules that are there', () => {
    const named = [...text.matchAll(/`([a-z-]+)\/([a-z0-9-]+|\*)`/g)].filter(([, family]) => families.has(family!));
    expect(
      named.map(([, family, name]) => `${family}/${name}`).filter((id) => !id.endsWith('/*') && !ids.has(id)),
    ).toEqual([]);
  });

  it('shows command lines that are understood', () => {
    for (const line of commandLines(text)) expect(() => parse(line, commands), line.join(' ')).not.toThrow();
  });

  it('shows configs that are valid', () => {
    for (const [, block] of text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)) {
      const value: unknown = parseYaml(block!, { logLevel: 'silent' });
      const isConfig = isMap(value) && Object.keys(value).every((key) => key in schema.properties);
      if (isConfig) expect(validConfig(value) ? [] : validConfig.errors, block).toEqual([]);
    }
  });

  it('is read once: see "How we write" in CONTRIBUTING.md', () => {
    const prose = proseOf(text.replace(HELD_ELSEWHERE, ''));
    expect(prose.flatMap((part) => faultsOfPage(part).map((fault) => `${fault}\n    ${part}`))).toEqual([]);
  });
});

it('pages of rules name the inputs of their examples', () => {
  const inputs = new Set(['a plan', 'a state', 'describe output', 'Terraform code', 'a CloudFormation template']);
  for (const { id } of rules) {
    const text = readFileSync(join(root, `docs/rules/${id}.md`), 'utf8');
    const lines = [...text.matchAll(/^In (.*?)(?:, this check is undecided\.|:)$/gm)].map(([, list]) => list!);
    expect(
      lines.flatMap((list) => list.split(/, | and /)).filter((name) => !inputs.has(name)),
      id,
    ).toEqual([]);
  }
});

it('finds the command lines of the README', () => {
  expect(commandLines(readFileSync(join(root, 'README.md'), 'utf8')).length).toBeGreaterThan(15);
});

it('the first screen of the README links to every page', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const first = readme.split('\n').slice(0, 30).join('\n');
  expect(pages.filter((page) => page !== 'README.md' && !first.includes(`](${page})`))).toEqual([]);
});

/** Anchors of the headings of a page, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

/** Arguments of `vpce-lint` in code of a page, without those that have a placeholder or an expansion of the shell. */
function commandLines(text: string): string[][] {
  const code = [
    ...[...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block]) =>
      block!.replace(/\\\n\s*/g, ' ').split('\n'),
    ),
    ...[...text.matchAll(/`(vpce-lint [^`\n]*)`/g)].map(([, line]) => line!),
  ];
  return code.flatMap((line) =>
    line
      .replace(/(?:^|\s)#.*$/, '')
      .split(/&&|\|\||[|;]/)
      .flatMap((part) => {
        const [, rest] = /^\s*(?:npx (?:--yes )?)?vpce-lint(?:@[\d.]+)?(?:\s+(.*?))?\s*$/.exec(part) ?? [];
        if (rest === undefined || /[$<>[\]]|\.\.\./.test(rest)) return [];
        return [[...rest.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, plain]) => one ?? two ?? plain!)];
      }),
  );
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
