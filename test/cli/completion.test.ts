import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { FORMATS } from '../../src/reporters/index.ts';
import { cli, directory } from './harness.ts';

/** `.ci/run` installs them; elsewhere a shell that is not there is not tested. */
const has = (shell: string) => spawnSync(shell, ['--version']).status === 0;

async function script(shell: string): Promise<string> {
  const { status, stdout, stderr } = await cli(['completion', shell]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** What a shell offers at the end of a command line. */
type Ask = (line: readonly string[], cwd?: string) => Promise<string[]>;

const bash: Ask = async (line, cwd) => {
  // As readline cuts it: a word of its own for each equals sign.
  const words = line.flatMap((word) => word.split(/(=)/)).filter((word, i, all) => word !== '' || i === all.length - 1);
  const code = `${await script('bash')}\nCOMP_WORDS=("$@"); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _vpce_lint; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return lines(execFileSync('bash', ['-c', code, 'bash', 'vpce-lint', ...words], { encoding: 'utf8', cwd }));
};

const zsh: Ask = async (line, cwd) => {
  // The builtins of zsh's completion work in its widgets only: these do the same with what they are given.
  const code = `compdef() { }
compset() { PREFIX=x }
compadd() { print -rl -- \${(P)2} }
_describe() { local list=\${@[-1]}; print -rl -- \${\${(P)list}%%:*} }
_files() { print -rl -- *(N) }
words=("$@"); CURRENT=\${#words}
${await script('zsh')}
_vpce_lint`;
  const typed = line.at(-1)!.replace(/^--[a-z-]+=/, '');
  const all = lines(execFileSync('zsh', ['-f', '-c', code, 'zsh', 'vpce-lint', ...line], { encoding: 'utf8', cwd }));
  return all.filter((word) => word.startsWith(typed));
};

const fish: Ask = async (line, cwd) => {
  const code = `${await script('fish')}\ncomplete -C "vpce-lint $typed"`;
  const text = execFileSync('fish', ['--no-config', '-c', code], {
    encoding: 'utf8',
    cwd,
    env: { ...process.env, typed: line.join(' ') },
  });
  return lines(text).map((each) => each.split('\t')[0]!.replace(/^--[a-z-]+=/, ''));
};

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

describe.each([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
] as const)('%s', (shell, ask) => {
  const test = it.skipIf(!has(shell));

  test('commands', async () => {
    expect(await ask(['sn'])).toEqual(['snapshot']);
    expect(await ask([''])).toEqual(expect.arrayContaining(['lint', 'audit', 'rules', 'completion', 'help']));
  });

  test('options of the command, and of lint without one', async () => {
    expect(await ask(['--fail-on'])).toEqual(expect.arrayContaining(['--fail-on', '--fail-on-undecided']));
    expect(await ask(['policy', '--serv'])).toEqual(['--service']);
    expect(await ask(['--serv'])).toEqual([]);
    expect(await ask(['rules', '--pres'])).toEqual(['--preset']);
  });

  test('formats, presets, levels', async () => {
    expect((await ask(['x.json', '--format', ''])).sort()).toEqual([...FORMATS].sort());
    expect((await ask(['x.json', '-f', 'j'])).sort()).toEqual(['json', 'jsonl', 'junit']);
    expect(await ask(['--format=sa'])).toEqual(['sarif']);
    expect(await ask(['audit', '--preset', 'str'])).toEqual(['strict']);
    expect(await ask(['completion', 'fi'])).toEqual(['fish']);
  });

  test('rules', async () => {
    expect(await ask(['explain', 'availability/single'])).toEqual(['availability/single-az']);
    const dns = await ask(['x.json', '--select', 'dns/']);
    expect(dns).toContain('dns/*');
    expect(dns.length).toBeGreaterThan(5);
  });

  test('files, whatever they are called', async () => {
    const cwd = directory({ 'plan one.json': '', 'plan$(touch evil).json': '' });
    const files = await ask(['lint', 'plan'], cwd);
    // fish writes a name as one would type it.
    expect(files.map((name) => name.replaceAll('\\', '')).sort()).toEqual(
      ['plan one.json', 'plan$(touch evil).json'].sort(),
    );
  });
});

it.skipIf(!has('zsh'))('zsh finds nothing wrong with its script', async () => {
  expect(spawnSync('zsh', ['-n'], { input: await script('zsh'), encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});

describe('powershell', () => {
  it('has every command, option and rule, in quotes that hold', async () => {
    const text = await script('powershell');
    expect(text).toContain("'snapshot'");
    expect(text).toContain("'lint --format' = @('pretty', 'concise'");
    expect(text).toContain("'availability/single-az'");
    for (const line of text.split('\n').filter((each) => /^ {4}'/.test(each))) {
      expect(line).toMatch(/^ {4}'[^']*' = @\((?:'[^']*'(?:, )?)*\)$/);
    }
  });
});

it('an unknown shell is one line and exit 2', async () => {
  expect(await cli(['completion', 'zhs'])).toEqual({
    status: 2,
    stdout: '',
    stderr: 'vpce-lint: completion: unknown shell "zhs". Did you mean "zsh"? Use bash, zsh, fish or powershell.\n',
  });
  expect((await cli(['completion'])).stderr).toBe(
    'vpce-lint: completion needs one shell. Use bash, zsh, fish or powershell.\n',
  );
});
