/** Sentences about inputs that cannot be read, with the place and the fix. */
import { inSentences } from '../base/sentences.ts';
import type { Incompleteness, InputError } from '../model/index.ts';
import { sniff } from '../text/encoding.ts';
import type { TextError } from '../text/text-error.ts';

export function incompleteness(path: string | null, code: string, message: string): Incompleteness {
  return { path, account: null, region: null, call: null, code, message };
}

/** `path` is null for standard input. */
export function binaryProblem(bytes: Uint8Array, path: string | null): string | undefined {
  const kind = sniff(bytes);
  switch (kind) {
    case 'text':
      return undefined;
    case 'zip':
      return isPlanFile(bytes)
        ? 'this is a binary plan file. Run `terraform show -json tfplan | vpce-lint - --root tfplan`.'
        : 'this is a ZIP archive, but not a plan. Unpack it, and name what is in it.';
    case 'empty':
      return `${path === null ? 'standard input' : 'the file'} is empty.`;
    case 'gzip':
      return 'this gzip archive is damaged, or larger than 1 GiB. Unpack it first.';
    default:
      return `this is not a text file (${kind}). ${GIVE}.`;
  }
}

const GIVE = 'Give a Terraform plan or state, or describe output, as JSON';

/** Whether an archive is a plan that Terraform wrote: then it has an entry `tfplan`, near its beginning. */
function isPlanFile(archive: Uint8Array): boolean {
  return latin1(archive).includes('tfplan');
}

/** The first line of a block of Terraform's language, possibly after comments. */
const CODE =
  /^(?:\s*(?:#|\/\/)[^\n]*\n)*\s*(?:resource|data|module|variable|provider|terraform|locals|output)\b[ \w"-]*\{/;

export function textProblem(error: TextError, head: string, isYaml: boolean): string {
  if (CODE.test(head)) return 'this is Terraform code. Name its directory, or a .tf file in it.';
  const hint = isYaml ? error.hint : jsonHint(error, head);
  return `line ${error.line}, column ${error.column}: ${inSentences(error.message, hint)}`;
}

function jsonHint({ hint }: TextError, text: string): string | undefined {
  // The machine-readable log of `terraform plan -json` is one JSON object a line.
  if (/^\s*\{"@level"/.test(text)) return 'This is the log of `terraform plan -json`. Use `terraform show -json PLAN`';
  // A text that begins like this was never meant as JSON.
  if (/^\s*#/.test(text)) return GIVE;
  return hint ?? (/^\s*[{[]/.test(text) ? undefined : GIVE);
}

export function inputProblem(error: InputError): string {
  return `${error.place === undefined ? '' : `${error.place}: `}${inSentences(error.message, error.hint)}`;
}

/** Bytes as text for patterns of ASCII, whatever their encoding. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The same without byte order mark and without the zeros of UTF-16, to see how a text begins. */
export function beginning(bytes: Uint8Array): string {
  return latin1(bytes)
    .replace(/^(?:\u00ef\u00bb\u00bf|\u00ff\u00fe|\u00fe\u00ff)/, '')
    .replaceAll('\u0000', '');
}
