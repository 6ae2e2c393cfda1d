/** The functions of Terraform and OpenTofu that give the same for the same arguments, where all of these are known. */
import { ADDRESSES } from './addresses.ts';
import type { Pure } from './arguments.ts';
import { COLLECTIONS } from './collections.ts';
import { CONVERSIONS } from './conversions.ts';
import { ENCODINGS } from './encodings.ts';
import { FORMATS } from './format.ts';
import { NUMBERS } from './numbers.ts';
import { TEXTS } from './texts.ts';
import { TIMES } from './times.ts';

export { FunctionError, LARGEST, SetResult } from './arguments.ts';

export const PURE: ReadonlyMap<string, Pure> = new Map(
  [NUMBERS, TEXTS, FORMATS, COLLECTIONS, ENCODINGS, ADDRESSES, TIMES, CONVERSIONS].flatMap((all) =>
    Object.entries(all),
  ),
);
