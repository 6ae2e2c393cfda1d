#!/usr/bin/env node
/**
 * Takes the pictures of the HTML report in docs/images, in a Chromium from the PATH or $CHROMIUM.
 *   node scripts/screenshots.mjs      after npm run build
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './lib/root.mjs';

const STACKS = 'fixtures/describe/security-groups';
const executablePath = process.env.CHROMIUM ?? execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();

const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-page-'));
const file = join(folder, 'report.html');
spawnSync(process.execPath, [`${root}bin/vpce-lint.js`, '.', '--no-config', '-f', `html=${file}`], {
  cwd: join(root, STACKS),
  stdio: 'inherit',
});
const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
try {
  mkdirSync(join(root, 'docs/images'), { recursive: true });
  await shoot('light', 'page-light.png', 820);
  await shoot('dark', 'page-dark.png', 900, async (page) => {
    await page.locator('.vpc').first().scrollIntoViewIfNeeded();
    await page.evaluate("document.getElementById('vpcs').scrollIntoView()");
  });
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}

async function shoot(colorScheme, name, height, prepare = async () => {}) {
  const page = await browser.newPage({ colorScheme, viewport: { width: 1180, height } });
  await page.goto(String(pathToFileURL(file)));
  await page.waitForSelector('html.drawn');
  await prepare(page);
  await page.screenshot({ path: join(root, 'docs/images', name) });
  await page.close();
}
