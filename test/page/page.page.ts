/** The HTML report as people meet it: in a browser. */

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as sample from '../reporters/sample-report.ts';
import { hasChromium, launch, open } from './chromium.ts';
import { EVERYTHING, written } from './report.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE = hasChromium ? written(EVERYTHING) : '';
const OPEN = EVERYTHING.findings.length;

let browser: Browser;
beforeAll(async () => {
  if (hasChromium) browser = await launch();
});
afterAll(async () => {
  await browser?.close();
});

/** What axe objects to, in every rule it has. */
async function objections(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

const status = (page: Page) => page.getByRole('status').textContent();
/** Every fold open, and every list whole. */
async function unfold(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    for (let more; (more = document.querySelector('.more button:last-child')); ) more.click();
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  })()`);
  // Folds are filled by an event of theirs.
  await expect
    .poll(() =>
      page.evaluate(
        '[...document.querySelectorAll("details")].every((fold) => fold.lastElementChild.className === "inside")',
      ),
    )
    .toBe(true);
  if (await page.$('.more button')) await unfold(page);
}

describe.skipIf(!hasChromium)('the page', () => {
  describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
    it('has nothing that axe objects to, folded and unfolded', async () => {
      const { page, faults } = await open(browser, PAGE, { scheme });
      expect(await objections(page)).toEqual([]);
      await unfold(page);
      expect(await objections(page)).toEqual([]);
      expect(faults).toEqual([]);
    });

    it.each([
      ['an ordinary report', sample.ORDINARY],
      ['one without anything', sample.EMPTY],
      ['one of a live account', sample.LIVE],
      ['hostile names', sample.HOSTILE_REPORT],
    ])('nor has one of %s', async (_, of) => {
      const { page, faults } = await open(browser, written(of), { scheme });
      await unfold(page);
      expect(await objections(page)).toEqual([]);
      expect(faults).toEqual([]);
    });

    it('nor on a narrow screen', async () => {
      const { page } = await open(browser, PAGE, { scheme });
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await objections(page)).toEqual([]);
      const { scroll, width } = await page.evaluate<{ scroll: number; width: number }>(
        '({ scroll: document.documentElement.scrollWidth, width: innerWidth })',
      );
      expect(scroll).toBeLessThanOrEqual(width);
    });
  });

  it('asks nobody for anything, and its policy lets nothing else in', async () => {
    const { page, faults } = await open(browser, PAGE);
    await unfold(page);
    expect(faults).toEqual([]);
    // The policy is not idle.
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      response.end();
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const refused = await page.evaluate<string[]>(`(async () => {
      const refused = [];
      addEventListener('securitypolicyviolation', ({ effectiveDirective }) => refused.push(effectiveDirective));
      const add = (tag, of) => document.body.append(Object.assign(document.createElement(tag), of));
      add('img', { src: '${url}' });
      add('iframe', { src: '${url}' });
      add('style', { textContent: 'body { color: red }' });
      await fetch('${url}').catch(() => {});
      try { document.body.innerHTML = '<b>x</b>'; } catch { refused.push('innerHTML'); }
      try { add('script', { textContent: 'window.owned = true' }); } catch { refused.push('script'); }
      // Violations are told by events, which come when the browser has time.
      for (let wait = 0; wait < 100 && new Set(refused).size < 6; wait++) await new Promise((done) => setTimeout(done, 100));
      return [...new Set(refused)].sort();
    })()`);
    expect(refused).toEqual(
      expect.arrayContaining(['connect-src', 'frame-src', 'img-src', 'innerHTML', 'script', 'style-src-elem']),
    );
    expect(await page.evaluate('window.owned')).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('says all that the JSON report says', async () => {
    const { page } = await open(browser, PAGE);
    await unfold(page);
    const text = (await page.textContent('main'))!;
    for (const one of EVERYTHING.findings) {
      const { file, line, column } = one.location;
      for (const part of [one.message, one.rule, one.why, one.fix, one.fingerprint, `${file}:${line}:${column}`])
        expect(text).toContain(part);
      for (const { message, location } of one.related) {
        expect(text).toContain(message);
        expect(text).toContain(`${location.line}:3 /a`);
      }
      for (const part of [...one.assumed, 'development stack', '"s3:*"', 'us-east-1a']) expect(text).toContain(part);
    }
    for (const { subject, settledBy } of EVERYTHING.undecided) {
      expect(text).toContain(subject.address);
      expect(text).toContain(settledBy[0]);
    }
    for (const { name, who, because } of EVERYTHING.vpcs!.flatMap((vpc) => vpc.names)) {
      for (const part of [name, who ?? '', because ?? '']) expect(text).toContain(part);
    }
    expect(text).toContain('This run is incomplete');
    expect(text).toContain('the plan has errors');
    expect(await page.textContent('header')).toContain('config: preset strict, fail on error, 2 rules off');
    expect(await page.locator('.findings > li').count()).toBe(OPEN);
  });

  it('draws where endpoints have interfaces', async () => {
    const { page } = await open(browser, PAGE);
    await unfold(page);
    const cells = (vpc: number, row: number) =>
      page.evaluate<string[]>(
        `[...document.querySelectorAll('.vpc')[${vpc}].querySelectorAll('.matrix tbody')[0].rows[${row}].querySelectorAll('.cell .unseen')].map((cell) => cell.textContent)`,
      );
    expect(await cells(0, 0)).toEqual(['interface', 'not known', 'service not offered', 'VPC has no subnet there']);
    expect(await cells(0, 1)).toEqual(['interface', 'no interface', 'service not offered', 'VPC has no subnet there']);
    expect(await cells(3, 1)).toEqual(['interface', 'no interface', 'service not offered', 'no interface']);
    const legend = await page.locator('.legend').first().textContent();
    expect(legend).toMatch(/interface.*no interface.*no subnet there.*not offered.*not known/);
    const tables = page.getByRole('region', { name: /^Route tables by gateway endpoint/ }).first();
    expect(await tables.textContent()).toMatch(/aws_route_table\.app.*has the route.*aws_route_table\.main.*main/);
  });
});

describe.skipIf(!hasChromium)('filters', () => {
  const counted = (of: (one: (typeof EVERYTHING.findings)[number]) => boolean) => EVERYTHING.findings.filter(of).length;

  it('leave what they name', async () => {
    const { page } = await open(browser, PAGE);
    const shown = async (n: number) => expect(await status(page)).toMatch(new RegExp(`^${n} findings? and `));
    await shown(OPEN);
    await page.getByRole('checkbox', { name: /warnings/ }).uncheck();
    await page.getByRole('checkbox', { name: /notes/ }).uncheck();
    await shown(counted(({ level }) => level === 'error'));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Rule', { exact: true }).selectOption('policy/full-access');
    await shown(counted(({ rule }) => rule === 'policy/full-access'));
    await page.getByLabel('Account', { exact: true }).selectOption('111122223333');
    await shown(counted(({ rule, subject }) => rule === 'policy/full-access' && subject.account === '111122223333'));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page
      .getByLabel('VPC', { exact: true })
      .selectOption('module.net["2"].aws_vpc.main · us-east-1 · 111122223333');
    await shown(counted(({ subject }) => subject.vpc === 'module.net["2"].aws_vpc.main'));
    expect(await page.locator('.vpc').count()).toBe(1);
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Control', { exact: true }).selectOption('fsbp:EC2.10');
    await shown(counted(({ rule }) => rule === sample.RULES[0]!.id));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.getByLabel('Search', { exact: true }).fill('FAULT endpoint 17 ');
    await shown(1);
    await page.getByLabel('Search', { exact: true }).fill('nowhere');
    await shown(0);
    expect(await page.textContent('#findings')).toContain('No finding matches.');
  });

  it('go into the address, and come from it', async () => {
    const { page } = await open(browser, PAGE);
    await page.getByLabel('Rule', { exact: true }).selectOption('policy/full-access');
    await page.getByRole('checkbox', { name: /notes/ }).uncheck();
    const { hash } = new URL(page.url());
    const before = await status(page);
    const again = await open(browser, PAGE, { hash });
    expect(await status(again.page)).toBe(before);
    expect(await again.page.getByLabel('Rule', { exact: true }).inputValue()).toBe('policy/full-access');
    expect(again.faults).toEqual([]);
  });

  it('take nothing hostile from the address', async () => {
    const { page, faults } = await open(browser, PAGE, {
      hash: '#?rule=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&level=x',
    });
    expect(await status(page)).toMatch(/^0 findings/);
    expect(await page.locator('img').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it.each(['rule', 'resource', 'VPC', 'account'])('keep all findings, grouped by %s', async (by) => {
    const { page } = await open(browser, PAGE);
    await page.getByLabel('Group by').selectOption(by);
    await unfold(page);
    expect(await page.locator('.findings > li').count()).toBe(OPEN);
  });

  it('and everything else go by the keyboard', async () => {
    const { page } = await open(browser, PAGE);
    const focused = () => page.evaluate<string>('document.activeElement.textContent.trim().slice(0, 60)');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the findings');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('More on this rule');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.parentElement.open')).toBe(true);
    const before = await page.locator('.findings > li').count();
    await page
      .getByRole('button', { name: /^Show 22 more/ })
      .first()
      .focus();
    await page.keyboard.press('Space');
    expect(await page.locator('.findings > li').count()).toBeGreaterThan(before);
    // What it showed is where one goes on.
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
    await page.getByRole('button', { name: 'policy/full-access' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.getByLabel('Rule', { exact: true }).inputValue()).toBe('policy/full-access');
  });
});

describe.skipIf(!hasChromium)('names that somebody chose', () => {
  it('are text and nothing else', async () => {
    const long = 'x'.repeat(20_000);
    const evil = [
      ...sample.HOSTILE,
      long,
      '</script><script>alert(1)</script>',
      '<img src=x onerror=alert(1)>',
      '\u0000',
    ];
    const of = sample.report(
      evil.map((text, index) =>
        sample.finding({
          rule: `${text}/${index}`,
          message: text,
          why: text,
          fix: text,
          helpUrl: 'javascript:alert(1)',
          subject: sample.subject({ address: text, id: text, service: text, region: text, account: text, vpc: text }),
          location: sample.place({ file: text, pointer: text }),
          related: [{ message: text, location: sample.place({ file: text }) }],
          evidence: { [text]: text, nested: JSON.parse(JSON.stringify({ [text]: [text], ['__proto__']: [text] })) },
          assumed: [text],
          status: 'suppressed',
          justification: text,
          fingerprint: text,
        }),
      ),
      {
        tool: { name: 'vpce-lint', version: '<b>' },
        inputs: evil.map((path) => ({ path, kind: 'terraform-plan', endpoints: 1 })),
        incomplete: evil.map((text) => ({
          path: text,
          account: text,
          region: text,
          call: text,
          code: text,
          message: text,
        })),
        undecided: evil.map((text) => ({
          rule: text,
          input: 0,
          subject: sample.subject({ address: text }),
          missing: [text],
          settledBy: [null],
          message: text,
        })),
        endpoints: evil.map((text) =>
          sample.endpoint({ address: text, service: text, vpc: text, zones: { known: [text], atLeast: 1, atMost: 1 } }),
        ),
      },
    );
    const { page, faults } = await open(browser, written(of));
    await unfold(page);
    expect(faults).toEqual([]);
    const { tags, links, rows, wide } = await page.evaluate<{
      tags: string[];
      links: string[];
      rows: number;
      wide: number;
    }>(`({
      tags: [...new Set([...document.body.querySelectorAll('*')].map(({ tagName }) => tagName))],
      links: [...document.querySelectorAll('[href]')].map((link) => link.getAttribute('href')),
      rows: document.querySelectorAll('.findings > li').length,
      wide: document.documentElement.scrollWidth - innerWidth,
    })`);
    expect(rows).toBe(evil.length);
    expect(tags).not.toContain('IMG');
    expect(await page.locator('script').count()).toBe(2);
    for (const link of links) expect(link).toMatch(/^(#[a-z]+$|https:\/\/github\.com\/vpce-lint\/)/);
    expect(wide).toBeLessThanOrEqual(0);
    const text = (await page.textContent('body'))!;
    // Marks of direction and controls are shown as what they are.
    expect(text).toContain('\\u202eesrever\\u2066');
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  });
});

describe.skipIf(!hasChromium)('without', () => {
  it('scripts it has the counts', async () => {
    const { page, faults } = await open(browser, PAGE, { javaScript: false });
    const text = (await page.textContent('main'))!;
    expect(text).toContain('This run is incomplete');
    expect(await page.getByText('scripts are off').isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  it('a screen, on paper, nothing is left out', async () => {
    const { page } = await open(browser, PAGE);
    const before = await page.locator('.findings > li').count();
    expect(before).toBeLessThan(OPEN);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate('dispatchEvent(new Event("beforeprint"))');
    expect(await page.locator('.findings > li').count()).toBe(OPEN);
    expect(await page.locator('.vpc[open] .matrix').count()).toBeGreaterThanOrEqual(4);
    expect(await page.getByRole('form').count()).toBe(0);
    expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
    await page.evaluate('dispatchEvent(new Event("afterprint"))');
    expect(await page.locator('.findings > li').count()).toBe(before);
  });
});

it.skipIf(!hasChromium)('of many endpoints it draws few at first', async () => {
  const { page } = await open(browser, written(sample.many(5000)));
  expect(await status(page)).toBe('5,000 findings and 0 undecided checks.');
  expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(1000);
});
