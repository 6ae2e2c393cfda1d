import { parse as parseCsv } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { FORMATS as ALL_FORMATS, reporterOf } from '../../../src/reporters/index.ts';
import { asText } from '../../../src/reporters/markdown/escape.ts';
import { hostileReport, hostileText } from '../hostile.ts';
import * as sample from '../sample-report.ts';
import { READERS, readAzure, readCsv, readJunit } from './readers.ts';

type Format = Parameters<typeof reporterOf>[0];
const FORMATS = Object.keys(READERS) as Format[];
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const context = {
  rules: new Map(),
  color: false,
  width: 80,
  quiet: false,
  verbose: false,
  judged: true,
  managed: 0,
  elapsedMs: null,
};
const reporters = Object.fromEntries(
  await Promise.all(FORMATS.map(async (format) => [format, await reporterOf(format)] as const)),
);
const write = (format: Format, from: Parameters<(typeof reporters)[string]>[0]) =>
  [...reporters[format]!(from, context)].join('');
const example = [[sample.HOSTILE_REPORT]] as [[typeof sample.HOSTILE_REPORT]];

describe.each(FORMATS)('%s: hostile names', (format) => {
  it('add no finding, hide none, and leave the document valid', async () => {
    await fc.assert(
      fc.asyncProperty(hostileReport, async (hostile) => {
        const told = await READERS[format]!(write(format, hostile));
        const findings = told.filter(({ rule }) => rule !== 'vpce-lint/incomplete' && rule !== '');
        expect(findings.map(({ rule, level }) => `${rule} ${level}`).sort()).toEqual(
          hostile.findings
            .map(({ rule, level }) => `${rule} ${format === 'sonarqube' ? worstOf(hostile.findings) : level}`)
            .sort(),
        );
      }),
      { numRuns: 150, examples: example },
    );
  });

  it('keep their controls and marks to themselves', () => {
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        expect(write(format, hostile).replaceAll('\r\n', '\n')).not.toMatch(CONTROLS);
      }),
      { numRuns: 150, examples: example },
    );
  });
});

/** Commands that a runner of GitHub Actions knows. Other words between colons, `::a` of an IPv6 address too, are text to it. */
const COMMANDS =
  'add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning';
const AT_START = new RegExp(`^\\s*::(?:${COMMANDS})(?: .*?)?::`, 'i');

/** What an agent takes for a command: Azure Pipelines looks for its mark anywhere in a line, GitHub Actions for two. */
function commandIn(line: string): string | undefined {
  return /##(?:vso)?\[[^\]]*\]/i.exec(line)?.[0] ?? AT_START.exec(line)?.[0];
}

const OWN: ReadonlyMap<string, RegExp> = new Map([
  ['github', /^::(?:error|warning|notice) .*?::/],
  ['azure', /^##vso\[task\.logissue [^\]]*\]/],
]);

describe.each([...ALL_FORMATS])('%s in the log of a pipeline', (format) => {
  it('starts no command but its own', async () => {
    const reporter = await reporterOf(format);
    const own = OWN.get(format);
    fc.assert(
      fc.property(hostileReport, fc.boolean(), (hostile, verbose) => {
        const text = [...reporter(hostile, { ...context, verbose })].join('');
        for (const line of text.split(/\r?\n/)) if (!own?.test(line)) expect(commandIn(line), line).toBeUndefined();
      }),
      { numRuns: 100, examples: [[sample.HOSTILE_REPORT, true]] },
    );
  });
});

function worstOf(findings: readonly { level: string }[]): string {
  return ['error', 'warning', 'note'].find((level) => findings.some((one) => one.level === level))!;
}

it('azure: no name starts a command, and plain lines hold none', () => {
  fc.assert(
    fc.property(hostileReport, (hostile) => {
      const { commands, plain } = readAzure(write('azure', hostile));
      expect(commands).toHaveLength(hostile.findings.length + hostile.incomplete.length);
      for (const { properties } of commands) {
        for (const key of Object.keys(properties))
          expect(['type', 'sourcepath', 'linenumber', 'columnnumber', 'code']).toContain(key);
      }
      for (const line of plain)
        expect(line).toMatch(/^(vpce-lint: )?(No findings in )?\d+ (endpoints?|checks?)[\w ,:]*$/);
    }),
    { examples: [[hostileWith('##vso[task.setvariable variable=x]y')]] },
  );
});

it('azure: names come back as they went in', () => {
  const odd = 'a%0A;b]c%AZP25##vso[x]';
  const from = sample.report([sample.finding({ message: odd, location: sample.place({ file: odd }) })]);
  const [first] = readAzure(write('azure', from)).commands;
  expect(first?.properties.sourcepath).toBe(odd);
  expect(first?.message).toContain(odd);
});

describe('csv', () => {
  const formulas = ['=1+1', '+cmd', '-2', '@SUM(A1)', '  =x', 'a;=cmd|calc', 'x,"=y', '＝1', "'=z", '\t=tab', 'a;"=1"'];

  it('no cell is a formula, wherever a spreadsheet cuts', () => {
    fc.assert(
      fc.property(hostileReport, (hostile) => {
        const text = write('csv', hostile);
        for (const cell of readCsv(text).flatMap((row) => Object.values(row)))
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
        for (const delimiter of [';', '|', ',']) {
          const cells: string[][] = parseCsv(text, {
            delimiter,
            relax_quotes: true,
            relax_column_count: true,
            quote: null,
          });
          for (const cell of cells.flat()) expect(cell).not.toMatch(/^"*\s*[=+\-@＝＋－＠]/);
        }
      }),
      { examples: formulas.map((text) => [hostileWith(text)] as [typeof sample.HOSTILE_REPORT]) },
    );
  });

  it('a formula is shown as the text it is', () => {
    const [row] = readCsv(write('csv', hostileWith('=1+1')));
    expect(row!.message).toBe("'=1+1");
  });
});

it('junit: what XML cannot hold is made visible or replaced', () => {
  const [one] = readJunit(write('junit', hostileWith('a\u0000b\ufffe\ud800<![CDATA[x]]>&amp;')));
  expect(one?.message).toBe('a\\x00b\ufffd\\ud800<![CDATA[x]]>&amp;');
});

it('rdjson: a comment that renders Markdown gets words only', () => {
  const kinds = (markdown: string): string[] => {
    const found = new Set<string>();
    marked.walkTokens(marked.lexer(markdown), ({ type }) => {
      found.add(type);
    });
    return [...found].filter((type) =>
      ['link', 'image', 'html', 'heading', 'code', 'list', 'table', 'blockquote', 'hr', 'def'].includes(type),
    );
  };
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(kinds(asText(text)), asText(text)).toEqual([]);
      expect(asText(text)).not.toMatch(/@[\w-]|#\d/);
    }),
    { numRuns: 500, examples: sample.HOSTILE.map((text) => [text] as [string]) },
  );
});

function hostileWith(text: string): typeof sample.HOSTILE_REPORT {
  return sample.report([
    sample.finding({
      message: text,
      fix: text,
      subject: sample.subject({ address: text, service: text, vpc: text }),
      location: sample.place({ file: text }),
    }),
  ]);
}
