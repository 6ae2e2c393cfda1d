/** What CloudFormation reads although YAML 1.2 does not allow it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { prepareYaml, readYaml } from '../../../src/text/yaml/index.ts';

beforeAll(() => prepareYaml());

const read = (text: string) => readYaml(text, { tagged: (tag, value) => ({ [tag]: value }) });

describe('indentation in quotes and brackets', () => {
  it.each([
    ['single quotes', "a:\n  b: '{\n    x\n  }'\n  c: 1\n", { a: { b: '{ x }', c: 1 } }],
    ['double quotes', 'a:\n  b: "{\n x\n}"\n  c: 1\n', { a: { b: '{ x }', c: 1 } }],
    ['a map', 'a:\n  b: {\n x: y,\nz: [\n1\n]\n}\n  c: 1\n', { a: { b: { x: 'y', z: [1] }, c: 1 } }],
    ['a list of a list', "a:\n  - b: ['x\n',\n y]\n  - c\n", { a: [{ b: ['x ', 'y'] }, 'c'] }],
  ])('%s', (_, text, value) => {
    const document = read(text);
    expect(JSON.parse(JSON.stringify(document.value))).toEqual(JSON.parse(JSON.stringify(value), asText));
  });

  it('a text that does not end is an error where the strict reading found it', () => {
    expect(() => read("a:\n  b: 'x\n  c: 1\n")).toThrow(/quote/);
    expect(() => read('a:\n  b: [x\n  c: 1\n')).toThrow();
  });

  it('has the places of the file', () => {
    expect(read("a:\n  b: '{\n  }'\n  c: 1\n").locate('/a/c')).toMatchObject({ line: 4, column: 3 });
  });
});

/** Scalars stay text. */
function asText(_: string, value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

describe('a key that occurs twice', () => {
  const document = () => read('a: 1\nb:\n  c: x\n  c: y\na: 2\n');

  it('has its last value, and the place of that', () => {
    expect(document().value).toEqual({ a: '2', b: { c: 'y' } });
    expect(document().locate('/b/c')).toMatchObject({ line: 4 });
  });

  it('is told, each with its place', () => {
    expect(document().repeated).toEqual([
      { line: 4, column: 3 },
      { line: 5, column: 1 },
    ]);
  });
});
