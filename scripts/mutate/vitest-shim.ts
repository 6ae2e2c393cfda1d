/** What test files import as `vitest` while mutants run: their tests are gathered, to be run again and again. */
// @ts-expect-error: the real one, beside its alias
import { expect as real } from 'real-vitest';

export const expect = real;

export interface Gathered {
  readonly name: string;
  run(): unknown;
}

const gathered: Gathered[] = [];
const names: string[] = [];
let finishers: (() => void)[] = [];

/** The tests since the last time. */
export function takeTests(): Gathered[] {
  return gathered.splice(0);
}

type Body = (...args: unknown[]) => unknown;

function titled(title: string, args: readonly unknown[]): string {
  let next = 0;
  return title.replace(/%[sdijo]/g, () => String(args[next++]));
}

function eachOf(define: (name: string, body: () => unknown) => void) {
  return (rows: readonly unknown[]) => (title: string, body: Body) => {
    for (const row of rows) {
      const args = Array.isArray(row) ? row : [row];
      define(titled(title, args), () => body(...args));
    }
  };
}

const define = (name: string, body: () => unknown) => {
  const path = [...names, name].join(' > ');
  gathered.push({
    name: path,
    run: async () => {
      finishers = [];
      try {
        await body();
      } finally {
        for (const finish of finishers) finish();
      }
    },
  });
};

const group = (name: string, body: () => unknown) => {
  names.push(name);
  body();
  names.pop();
};

const skip = () => {};
const tester = () =>
  Object.assign((name: string, body: () => unknown) => define(name, body), { each: eachOf(define), skip });
export const it = tester();
export const test = tester();
export const describe = Object.assign(group, { each: eachOf(group), skip });
export const onTestFinished = (finish: () => void) => finishers.push(finish);
export const afterAll = skip;
export const afterEach = skip;
export const beforeAll = (body: () => unknown) => body();
