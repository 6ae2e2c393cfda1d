import { readFileSync } from 'node:fs';

/**
 * The example of a page: blocks headed by a file's name (`**endpoints.json**`) are its files, the `text` block is what
 * it prints. The page's program is `example.js`; TypeScript reads it under the name `example.ts`, too.
 */
export function readExample(page) {
  const text = readFileSync(page, 'utf8');
  const files = Object.fromEntries(
    [...text.matchAll(/^\*\*([\w.-]+)\*\*\n\n```\w+\n([\s\S]*?)^```$/gm)].map(([, name, body]) => [name, body]),
  );
  const output = /^```text\n([\s\S]*?)^```$/m.exec(text)?.[1];
  if (files['example.js'] === undefined || output === undefined) throw new Error(`${page} has lost its example`);
  return { files: { ...files, 'example.ts': files['example.js'] }, output };
}
