import { inSentences } from '../base/sentences.ts';
import type { InputError } from '../model/input-error.ts';
import { plain } from '../reporters/text.ts';

/** `vpce-lint.yaml:3:7: unknown key "rule". Did you mean "rules"?` */
export function errorLine({ file, place, message, hint }: InputError): string {
  const position = /^line (\d+), column (\d+)$/.exec(place ?? '');
  const where = position
    ? `${file ?? '<stdin>'}:${position[1]}:${position[2]}`
    : [file, place].filter(Boolean).join(', ');
  return plain(`${where === '' ? '' : `${where}: `}${inSentences(message, hint)}`);
}
