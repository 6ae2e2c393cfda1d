/** How a suppression beside the code begins: a comment, or the name of a tag. */
export const SUPPRESSION_MARK = 'vpce-lint:ignore';

/** The mark, or what people write in its place. */
export const ANY_MARK = /\bvpce[-_ ]?lint(?:[-_:=./ ]{0,3})(?:ignor|disabl|suppress|skip)[a-z]*/i;

/** The beginning of a text that is a suppression or is meant as one; undefined for any other text. */
export function markIn(text: string): string | undefined {
  return ANY_MARK.exec(text)?.[0];
}
