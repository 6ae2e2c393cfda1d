import * as fc from 'fast-check';
import type { Location } from 'sarif';
import { expect, it } from 'vitest';
import { relativeUri } from '../../../src/reporters/sarif/places.ts';
import { toSarif } from '../../../src/reporters/sarif.ts';
import { hostileReport, hostileText } from '../hostile.ts';
import { HOSTILE_REPORT, RULES } from '../sample-report.ts';
import { parseSarif } from './validate.ts';

// Controls, direction marks and lone surrogates: nothing that a viewer or a terminal acts on.
const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\p{Surrogate}/u;

it('hostile names stay names: the document is valid, every finding is there, every place is relative', () => {
  fc.assert(
    fc.property(hostileReport, (report) => {
      const text = toSarif(report, RULES);
      expect(text.trimEnd()).not.toMatch(/[\n\r\u2028\u2029]/);
      const results = parseSarif(text).runs[0]?.results ?? [];
      expect(results).toHaveLength(report.findings.length);
      for (const { message, locations, relatedLocations } of results) {
        expect(message.text).not.toMatch(ACTIVE);
        expect(message.text).toMatch(/[.!?]$/);
        expect(linksOf(message.text ?? '')).toEqual(relatedLocations?.map((one) => String(one.id)) ?? []);
        for (const place of [...(locations ?? []), ...(relatedLocations ?? [])]) checkUri(place);
      }
    }),
    { numRuns: 300, examples: [[HOSTILE_REPORT]] },
  );
});

it('a path inside the working directory comes back out of its URI', () => {
  fc.assert(
    fc.property(fc.array(hostileText, { minLength: 1, maxLength: 4 }), (steps) => {
      const path = steps
        .map((step) => step.replace(/\//g, '').replace(/\p{Surrogate}/gu, '?'))
        .filter((step) => !/^\.*$/.test(step))
        .join('/');
      const uri = relativeUri(path);
      if (path === '' || /^[A-Za-z]:/.test(path)) expect(uri).toBeUndefined();
      else expect(decodeURIComponent(uri ?? '')).toBe(path);
    }),
  );
});

function checkUri(place: Location): void {
  const uri = place.physicalLocation?.artifactLocation?.uri ?? '';
  expect(uri).toMatch(/^[\w.!~*'()%-]+(\/[\w.!~*'()%-]+)*$/);
  // Resolved against any root it stays below that root.
  expect(new URL(uri, 'file:///root/folder/').href.startsWith('file:///root/folder/')).toBe(true);
}

/** Targets of the links a viewer would make of a message. */
function linksOf(text: string): string[] {
  return [...text.matchAll(/\]\(([^)]*)\)/g)].map((link) => link[1] ?? '');
}
