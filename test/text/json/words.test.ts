import { expect, it } from 'vitest';
import { readJson, TextError } from '../../../src/text/json/index.ts';

function said(text: string | Uint8Array, options?: { maxDepth?: number }): string {
  try {
    readJson(typeof text === 'string' ? Buffer.from(text) : text, 'none', options);
    return 'taken';
  } catch (error) {
    if (!(error instanceof TextError)) throw error;
    const { line, column, offset, message, hint } = error;
    return `${line}:${column} (${offset}) ${message}${hint === undefined ? '' : ` | ${hint}`}`;
  }
}

it('tells where a file was cut off', () => {
  expect(
    [
      '',
      ' \n ',
      '{"a":"b',
      '{\n  "a": [1,',
      '[',
      '{"a"',
      '{"a":',
      '[1',
      '[tru',
      '-',
      '"\\',
      '"\\u00',
      '["é\u{1F600}',
      '[{"a":1},{"b"',
    ].map((text) => said(text)),
  ).toMatchInlineSnapshot(`
    [
      "1:1 (0) the file ends where a value is expected",
      "2:2 (3) the file ends where a value is expected",
      "1:8 (7) the file ends inside a string that begins at line 1, column 6 | The file may have been cut off. Write it again",
      "2:11 (12) the file ends inside an array that begins at line 2, column 8 | The file may have been cut off. Write it again",
      "1:2 (1) the file ends inside an array that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:5 (4) the file ends inside an object that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:6 (5) the file ends inside an object that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:3 (2) the file ends inside an array that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:5 (4) the file ends inside an array that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:2 (1) the file ends where a digit is expected",
      "1:3 (2) the file ends inside a string that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:6 (5) the file ends inside a string that begins at line 1, column 1 | The file may have been cut off. Write it again",
      "1:6 (8) the file ends inside a string that begins at line 1, column 2 | The file may have been cut off. Write it again",
      "1:14 (13) the file ends inside an object that begins at line 1, column 10 | The file may have been cut off. Write it again",
    ]
  `);
  expect(said(Buffer.from('["é').subarray(0, 3))).toMatchInlineSnapshot(
    `"1:4 (3) the file ends inside a string that begins at line 1, column 2 | The file may have been cut off. Write it again"`,
  );
});

it('tells what it found instead of what is expected', () => {
  expect(
    [
      '[1 2]',
      '{"a":1 "b":2}',
      '{"a" 1}',
      '[1,]',
      '[\n1,\n\n]',
      '{"a":1,}',
      '[,1]',
      '{,}',
      '{a:1}',
      "{'a':1}",
      '[1}',
      '{"a":1]',
      '{} {}',
      '1 x',
      ']',
      '[01]',
      '[1.]',
      '[.5]',
      '[+1]',
      '[1e]',
      '[- 1]',
      '[NaN]',
      '[True]',
      '[nul]',
      '[trUe]',
      '// plan\n{}',
      '# plan',
      'Terraform will perform',
      '\u001b[1mTerraform',
      '\ufeff{}',
      '[\u00a01]',
      '[\u0007]',
      '[1\n2]',
    ].map((text) => said(text)),
  ).toMatchInlineSnapshot(`
    [
      "1:4 (3) expected , or ] after a value, found 2",
      "1:8 (7) expected , or } after a value, found "",
      "1:6 (5) expected : after a key, found 1",
      "1:4 (3) expected a value, found ] | JSON does not allow a comma after the last element",
      "4:1 (6) expected a value, found ] | JSON does not allow a comma after the last element",
      "1:8 (7) expected a key in double quotes, found } | JSON does not allow a comma after the last element",
      "1:2 (1) expected a value, found ,",
      "1:2 (1) expected a key in double quotes, found ,",
      "1:2 (1) expected a key in double quotes, found a",
      "1:2 (1) expected a key in double quotes, found ' | JSON strings need double quotes",
      "1:3 (2) expected , or ] after a value, found }",
      "1:7 (6) expected , or } after a value, found ]",
      "1:4 (3) expected the end of the file, found { | A file holds one JSON document. Put each into its own file, or join them with \`jq -s .\`",
      "1:3 (2) expected the end of the file, found x",
      "1:1 (0) expected a value, found ]",
      "1:3 (2) expected , or ] after a value, found 1",
      "1:4 (3) expected a digit, found ]",
      "1:2 (1) expected a value, found .",
      "1:2 (1) expected a value, found +",
      "1:4 (3) expected a digit, found ]",
      "1:3 (2) expected a digit, found a space",
      "1:2 (1) expected a value, found NaN | JSON has no such number. Write null or a string",
      "1:2 (1) expected a value, found True | JSON has true, false and null",
      "1:2 (1) expected null, found nul",
      "1:2 (1) expected true, found trUe",
      "1:1 (0) expected a value, found / | JSON has no comments",
      "1:1 (0) expected a value, found # | JSON has no comments",
      "1:1 (0) expected a value, found Terraform | This is the plan as text. Write it as JSON: \`terraform show -json PLAN > plan.json\`",
      "1:1 (0) expected a value, found U+001B | The file has terminal colors. Write it with -no-color",
      "1:1 (0) expected a value, found U+FEFF | A byte order mark can be at the start of a file only",
      "1:2 (1) expected a value, found U+00A0",
      "1:2 (1) expected a value, found U+0007",
      "2:1 (3) expected , or ] after a value, found 2",
    ]
  `);
});

it('tells what is wrong in a string', () => {
  expect(
    ['["a\nb"]', '["a\tb"]', '["\u0000"]', '["\\x41"]', '["\\u00g0"]', '["\\u 041"]', '{"a\nb":1}', '{"\\q":1}'].map(
      (text) => said(text),
    ),
  ).toMatchInlineSnapshot(`
    [
      "1:4 (3) a line break in the string that begins at line 1, column 2 | Close the string with ", or write it as \\u000a",
      "1:4 (3) the control character U+0009 in the string that begins at line 1, column 2 | Close the string with ", or write it as \\u0009",
      "1:3 (2) the control character U+0000 in the string that begins at line 1, column 2 | Close the string with ", or write it as \\u0000",
      "1:3 (2) after a backslash, a string must have one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u",
      "1:3 (2) \\u in a string must have four hexadecimal digits after it",
      "1:3 (2) \\u in a string must have four hexadecimal digits after it",
      "1:4 (3) a line break in the string that begins at line 1, column 2 | Close the string with ", or write it as \\u000a",
      "1:3 (2) after a backslash, a string must have one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u",
    ]
  `);
});

it('tells of keys it does not take', () => {
  expect(
    [
      '{"type":1,\n "type":2}',
      '{"é":1,"\\u00e9":2}',
      '[{"__proto__":{}}]',
      '{"\\u005f_proto__":1}',
      `{"\u202e${'x'.repeat(100)}":1,"\u202e${'x'.repeat(100)}":2}`,
    ].map((text) => said(text)),
  ).toMatchInlineSnapshot(`
    [
      "2:2 (12) the key "type" occurs twice in this object, first at line 1, column 2 | Keep one: programs differ in which of them they use",
      "1:8 (8) the key "\\u00e9" occurs twice in this object, first at line 1, column 2 | Keep one: programs differ in which of them they use",
      "1:3 (2) the key "__proto__" is not allowed, because it has a special meaning in programs",
      "1:2 (1) the key "__proto__" is not allowed, because it has a special meaning in programs",
      "1:108 (109) the key "\\u202exxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx..." occurs twice in this object, first at line 1, column 2 | Keep one: programs differ in which of them they use",
    ]
  `);
});

it('tells of depth', () => {
  expect(said('{"a":\n [[1]]}', { maxDepth: 2 })).toMatchInlineSnapshot(`"2:3 (8) nested deeper than 2 levels"`);
});

it('tells which byte is no UTF-8', () => {
  expect(
    [
      [0x5b, 0x22, 0xe9, 0x22, 0x5d],
      [0x5b, 0x0a, 0x22, 0xc0, 0x80, 0x22, 0x5d],
      [0x22, 0xed, 0xa0, 0x80, 0x22],
      [0x22, 0xf5, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0x80, 0x22],
    ].map((bytes) => said(Uint8Array.from(bytes))),
  ).toMatchInlineSnapshot(`
    [
      "1:3 (2) the byte 0xE9 is not UTF-8",
      "2:2 (3) the byte 0xC0 is not UTF-8",
      "1:2 (1) the byte 0xED is not UTF-8",
      "1:2 (1) the byte 0xF5 is not UTF-8",
      "1:2 (1) the byte 0x80 is not UTF-8",
    ]
  `);
});
