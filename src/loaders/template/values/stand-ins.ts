/**
 * Stand-ins for values that are the same wherever a stack names them, and that only deployment shows. They look like
 * real values, so that names made with them parse. They are replaced by the original before anything is printed.
 */
export const REGION = 'us-any-0';
export const ACCOUNT = '000000000000';

/** A text with stand-ins as the template has them. */
export function asWritten(text: string): string {
  return text.replaceAll(REGION, '${AWS::Region}').replaceAll(ACCOUNT, '${AWS::AccountId}');
}
