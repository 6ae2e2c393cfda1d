import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = `${root}README.md`;

/** The command the README shows, run as a reader runs it; the time it took is left out. */
function example(): string {
  const { stdout } = spawnSync(
    'node',
    ['bin/vpce-lint.js', 'fixtures/quickstart/plan.json', '--no-config', '--color', 'never'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  );
  return stdout.replace(/ {3,}[\d.,]+ m?s\n$/, '\n').trimEnd();
}

// `README_WRITE=1 npm test` puts the real output in.
test('the output the README shows is what the command prints', () => {
  const text = readFileSync(readme, 'utf8');
  const block = `<!-- output:start -->\n\n\`\`\`text\n${example()}\n\`\`\`\n\n<!-- output:end -->`;
  const written = text.replace(/<!-- output:start -->[\s\S]*<!-- output:end -->/, () => block);
  if (process.env.README_WRITE) writeFileSync(readme, written);
  expect(written).toBe(readFileSync(readme, 'utf8'));
});

test('the README names no file that is not there', () => {
  const links = [...readFileSync(readme, 'utf8').matchAll(/\]\(([^)#:]+)\)/g)].map((m) => m[1]!);
  expect(links.filter((link) => !existsSync(`${root}${link}`))).toEqual([]);
});
