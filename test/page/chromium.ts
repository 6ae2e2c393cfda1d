/** A real Chromium with a page in it, and what the page did that it must not do. */
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const executable = [
  ...(process.env.CHROMIUM === undefined ? [] : [process.env.CHROMIUM]),
  ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
].find(isExecutable);

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without a Chromium these tests are skipped; where everything is to be checked that is a fault. */
export const hasChromium = executable !== undefined;
if (!hasChromium) {
  const word = 'no Chromium on the PATH or in $CHROMIUM: the HTML report is not tested in a browser';
  if (process.env.CI) throw new Error(word);
  console.warn(`skipped: ${word}`);
}

export async function launch(): Promise<Browser> {
  // What runs as root, as in a container, cannot have the sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: executable!, args });
}

export interface Opened {
  readonly page: Page;
  /** Requests beside that for the page itself, violations of its policy, errors of its script, dialogs. */
  readonly faults: readonly string[];
}

/** Opens a page from a file, as people do. */
export async function open(
  browser: Browser,
  html: string,
  { scheme = 'light' as 'light' | 'dark', hash = '', javaScript = true } = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), 'vpce-lint-page-'));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const context = await browser.newContext({
    colorScheme: scheme,
    javaScriptEnabled: javaScript,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
  });
  onTestFinished(async () => {
    await context.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const page = await context.newPage();
  const url = `${pathToFileURL(file)}${hash}`;
  const faults: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== url.replace(/#.*/, '')) faults.push(`request: ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'log') faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(url);
  if (javaScript) await page.waitForSelector('html.drawn');
  return { page, faults };
}
