/**
 * Stand-ins for what is one and the same wherever a stack names it, and known only when it is deployed. They have the form
 * of the real thing, so that names made with them read as such, and are written back before anything is printed.
 */
export const REGION = 'us-any-0';
export const ACCOUNT = '000000000000';

/** A text with stand-ins as the template has them. */
export function asWritten(text: string): string {
  return text.replaceAll(REGION, '${AWS::Region}').replaceAll(ACCOUNT, '${AWS::AccountId}');
}
