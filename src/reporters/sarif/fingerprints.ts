import { numbering } from '../../findings/fingerprint.ts';
import type { Finding } from '../../findings/index.ts';

/**
 * Fingerprints for results in the order they are written. GitHub reads only `primaryLocationLineHash`. If we leave it out,
 * the upload derives it from the text of the line. All instances from one line would then be one alert, and an edit nearby
 * would reopen it. Ours depends on rule and resource. Equal fingerprints get a number, because GitHub merges equal ones.
 */
export function fingerprinter(): (finding: Finding) => Record<string, string> {
  const own = numbering();
  const short = numbering();
  return ({ fingerprint }) => {
    const hash = short(fingerprint.slice(0, 16));
    return {
      'vpceLint/v1': own(fingerprint),
      primaryLocationLineHash: hash.includes(':') ? hash : `${hash}:1`,
    };
  };
}
