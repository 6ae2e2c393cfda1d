const NULL = /^(?:~|null|Null|NULL|)$/;
const TRUE = /^(?:true|True|TRUE)$/;
const FALSE = /^(?:false|False|FALSE)$/;

/** A scalar as a value: text, except true, false and null without quotes. */
export function scalarValue(text: string, quoted: boolean): string | boolean | null {
  if (quoted || text.length > 5) return text;
  if (NULL.test(text)) return null;
  return TRUE.test(text) ? true : FALSE.test(text) ? false : text;
}
