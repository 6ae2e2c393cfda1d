import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileWriter, writeWhole } from '../../src/cli/write-whole.ts';
import { directory } from './harness.ts';

it('writes pieces one after the other', () => {
  const cwd = directory({ 'report.json': 'old' });
  writeWhole('report.json', cwd, ['a', '', 'ü…', '\n']);
  expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('aü…\n');
  writeWhole('report.json', cwd, 'text');
  expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('text');
  expect(readdirSync(cwd)).toEqual(['report.json']);
});

it('writes nothing if a piece cannot be made, and says why', () => {
  const cwd = directory({ 'report.json': 'old' });
  function* broken() {
    yield 'new';
    throw new RangeError('no more');
  }
  expect(() => writeWhole('report.json', cwd, broken())).toThrow(new RangeError('no more'));
  expect(() => writeWhole('other.json', cwd, broken())).toThrow(new RangeError('no more'));
  expect(readdirSync(cwd)).toEqual(['report.json']);
  expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('old');
});

it('keeps the old file until the new one is complete', () => {
  const cwd = directory({ 'report.json': 'old' });
  const writer = fileWriter('report.json', cwd);
  writer.write('new');
  expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('old');
  writer.end();
  expect(readFileSync(join(cwd, 'report.json'), 'utf8')).toBe('new');
  writer.drop();
  expect(readdirSync(cwd)).toEqual(['report.json']);
});

it.skipIf(process.platform === 'win32')('writes into a file that is open, after what it has', () => {
  const cwd = directory({ 'job.log': 'begin\n' });
  const log = openSync(join(cwd, 'job.log'), 'a');
  writeWhole(`/dev/fd/${log}`, cwd, 'report\n');
  closeSync(log);
  expect(readFileSync(join(cwd, 'job.log'), 'utf8')).toBe('begin\nreport\n');
  expect(readdirSync(cwd)).toEqual(['job.log']);
});
