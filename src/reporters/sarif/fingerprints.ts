import { numbering } from '../../findings/fingerprint.ts';
import type { Finding } from '../../findings/index.ts';

/**
 * Fingerprints for results in the order they are written. GitHub reads `primaryLocationLineHash` alone, which its
 * upload makes of the line's text where we do not: then instances made by one line would be one alert, and an edit
 * nearby would reopen it. Ours rests on rule and resource. Twins get a number, since equal ones are merged away.
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
