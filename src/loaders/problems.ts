/** Sentences about inputs that cannot be read, with the place and the fix. */
import { inSentences } from '../base/sentences.ts';
import type { Incompleteness, InputError } from '../model/index.ts';
import { sniff } from '../text/encoding.ts';
import type { TextError } from '../text/text-error.ts';

export function incompleteness(path: string | null, code: string, message: string): Incompleteness {
  return { path, account: null, region: null, call: null, code, message };
}

export function binaryProblem(bytes: Uint8Array): string | undefined {
  const kind = sniff(bytes);
  switch (kind) {
    case 'text':
      return undefined;
    case 'zip':
      return 'this is a binary plan file. Run `terraform show -json tfplan | vpce-lint - --root tfplan`.';
    case 'empty':
      return 'the file is empty.';
    case 'gzip':
      return 'this gzip archive is damaged, or larger than 1 GiB. Unpack it first.';
    default:
      return `this is not a text file (${kind}). Give a Terraform plan or state, or describe output, as JSON.`;
  }
}

export function textProblem(error: TextError, head: Uint8Array): string {
  // The machine-readable log of `terraform plan -json` is one JSON object a line.
  const hint = /^\s*\{"@level"/.test(latin1(head))
    ? 'This is the log of `terraform plan -json`. Use `terraform show -json PLAN`'
    : error.hint;
  return `line ${error.line}, column ${error.column}: ${inSentences(error.message, hint)}`;
}

export function inputProblem(error: InputError): string {
  return `${error.place === undefined ? '' : `${error.place}: `}${inSentences(error.message, error.hint)}`;
}

/** Bytes as text for patterns of ASCII, whatever their encoding. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
