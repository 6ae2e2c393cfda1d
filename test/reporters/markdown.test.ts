import * as fc from 'fast-check';
import { type MarkedToken, marked, type Token } from 'marked';
import { describe, expect, it } from 'vitest';
import { count } from '../../src/base/words.ts';
import { code, words } from '../../src/reporters/markdown/escape.ts';
import { MARKER, toMarkdown } from '../../src/reporters/markdown.ts';
import { hostileReport, hostileText, tamed } from './hostile.ts';
import * as sample from './sample-report.ts';

const { finding, report, subject, RULES } = sample;

/** The document's bones: its blocks, rows, links and elements without the words in them. */
function outline(markdown: string): string[] {
  return marked.lexer(markdown).flatMap(bones);
}

function bones(token: Token): string[] {
  const one = token as MarkedToken;
  switch (one.type) {
    case 'space':
    case 'text':
    case 'escape':
    case 'codespan':
      return 'tokens' in one && one.tokens ? one.tokens.flatMap(bones) : [];
    case 'table':
      return [...cells('head', one.header), ...one.rows.flatMap((row) => cells('row', row))];
    case 'html':
      return [...one.raw.matchAll(/<!--|-->|<\/?[a-z]+/gi)].map(String).filter((tag) => !tag.endsWith('code'));
    case 'link':
      return [`link ${one.href}`];
    case 'heading':
      return [`h${one.depth}`, ...one.tokens.flatMap(bones)];
    default:
      return [
        one.type,
        ...('tokens' in one && one.tokens ? one.tokens.flatMap(bones) : []),
        ...('items' in one ? one.items.flatMap(bones) : []),
      ];
  }
}

function cells(name: string, row: readonly { tokens: Token[] }[]): string[] {
  return [`${name} of ${row.length}`, ...row.flatMap((cell) => cell.tokens.flatMap(bones))];
}

describe('the summary', () => {
  it('shows counts, then a fold for each resource, worst first', () => {
    expect(toMarkdown(sample.ORDINARY, RULES)).toMatchInlineSnapshot(`
      "<!-- vpce-lint report -->

      ## vpce-lint: 1 error, 2 warnings

      1 endpoint, 3 rules, 1 error, 2 warnings

      <details open><summary><code>aws_vpc_endpoint.sqs</code> (sqs, us-east-1): 2 findings</summary>

      | Level | Finding | Where |
      | --- | --- | --- |
      | error | no client may reach port 443 of sqs<br>Allow TCP 443 from the clients.<br>[\`reachability/service-port-not-allowed\`](https://github.com/vpce-lint/vpce-lint/blob/v0.1.0/docs/rules/reachability/service-port-not-allowed.md) | \`infra/plan.json:12\` |
      | warning | sqs is in 1 of 2 zones<br>Add a subnet in each zone that has workloads to \`subnet_ids\`.<br>[\`availability/single-az\`](https://github.com/vpce-lint/vpce-lint/blob/v0.1.0/docs/rules/availability/single-az.md) | \`infra/plan.json:12\` |

      </details>

      <details><summary><code>module.net[&quot;a&quot;].aws_vpc_endpoint.s3</code> (s3, us-east-1): 1 finding</summary>

      | Level | Finding | Where |
      | --- | --- | --- |
      | warning | module.net\\["a"\\].aws\\_vpc\\_endpoint.s3 lets everything through<br>Name the principals and resources that are yours.<br>[\`policy/full-access\`](https://github.com/vpce-lint/vpce-lint/blob/v0.1.0/docs/rules/policy/full-access.md) | \`infra/plan.json:12\` |

      </details>
      "
    `);
  });

  it('begins with the marker by which a comment is found again', () => {
    for (const from of [sample.ORDINARY, sample.EMPTY, sample.INCOMPLETE]) {
      expect(toMarkdown(from).startsWith(`${MARKER}\n`)).toBe(true);
    }
  });

  it('tells an incomplete run, and one that judged nothing', () => {
    expect(toMarkdown(sample.INCOMPLETE)).toContain('## vpce-lint: 1 warning, incomplete');
    expect(toMarkdown(sample.INCOMPLETE)).toContain('> [!CAUTION]');
    expect(toMarkdown(sample.EMPTY)).toContain('## vpce-lint: nothing checked\n\nno VPC endpoints: nothing judged');
    expect(toMarkdown(report())).toContain('## vpce-lint: no findings');
  });

  it('lists what could not be decided', () => {
    const open = {
      input: 0,
      rule: 'availability/single-az',
      subject: subject(),
      missing: ['subnet_ids is known only after apply'],
      settledBy: ['Apply'],
      message: 'x',
    };
    expect(toMarkdown(report([], { undecided: [open] }))).toContain(
      '| 1 check on 1 endpoint | subnet\\_ids is known only after apply | Apply |',
    );
  });

  it('shows suppressed findings only when asked for', () => {
    expect(toMarkdown(sample.SUPPRESSED)).not.toContain('(suppressed)');
    expect(toMarkdown(sample.SUPPRESSED, RULES, { showSuppressed: true })).toContain('| warning (suppressed) |');
  });

  it('stays below what GitHub takes, and says what is left out', () => {
    for (const limit of [undefined, 65_536]) {
      const text = toMarkdown(sample.many(9000), RULES, limit === undefined ? {} : { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit ?? 1024 * 1024);
      expect(Buffer.byteLength(text)).toBeGreaterThan((limit ?? 1024 * 1024) * 0.9);
      const folds = text.match(/<details/g)?.length ?? 0;
      expect(text).toContain(
        `**${count(9000 - folds, 'more finding')}** on ${count(9000 - folds, 'resource')} left out`,
      );
      expect(text.match(/<\/details>/g)).toHaveLength(folds);
    }
  });
});

describe('hostile names', () => {
  it('leave the outline of the document as it is', () => {
    fc.assert(
      fc.property(hostileReport, (from) => {
        expect(outline(toMarkdown(from, RULES))).toEqual(outline(toMarkdown(tamed(from), RULES)));
      }),
      { numRuns: 500, examples: [[sample.HOSTILE_REPORT]] },
    );
  });

  it('make neither link, mention nor reference', () => {
    expect(words('@everyone #12 https://evil.example www.evil.example x@evil.example')).not.toMatch(
      /@\w|#\d|:\/\/|www\./,
    );
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(outline(words(text)).filter((bone) => bone !== 'paragraph')).toEqual([]);
        expect(outline(code(text)).filter((bone) => bone !== 'paragraph')).toEqual([]);
        expect(words(text) + code(text)).not.toMatch(/[\u0000-\u001f\u202a-\u202e]/);
      }),
      { numRuns: 1000 },
    );
  });

  it('stay readable', () => {
    expect(words('sqs is in 1 of 2 zones')).toBe('sqs is in 1 of 2 zones');
    expect(code('module.a["x|y"].aws_vpc_endpoint.s3')).toBe(
      '<code>module.a\\["x&#124;y"\\].aws\\_vpc\\_endpoint.s3</code>',
    );
    expect(code('module.a["x"].aws_vpc_endpoint.s3')).toBe('`module.a["x"].aws_vpc_endpoint.s3`');
    expect(marked.parseInline(code('a`b\\|c'))).toBe('<code>a`b&#92;&#124;c</code>');
    expect(marked.parseInline(words('set `subnet_ids` and `a|b`'))).toBe('set <code>subnet_ids</code> and `a|b`');
    expect(marked.parseInline(words('a_b *c* <d> [e](f) `g` & h|i \\j'))).toBe(
      'a_b *c* &lt;d&gt; [e](f) <code>g</code> &amp; h|i \\j',
    );
  });

  it('in one finding do not touch another', () => {
    const rows = (from: typeof sample.ORDINARY) =>
      outline(toMarkdown(from, RULES)).filter((bone) => bone.startsWith('row'));
    expect(rows(report([finding({ message: 'a | b\n| c | d | e |' }), finding()]))).toEqual(['row of 3', 'row of 3']);
  });
});
