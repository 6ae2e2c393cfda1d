import { describe, expect, it } from 'vitest';
import { toSarif } from '../../../src/reporters/sarif.ts';
import * as sample from '../sample-report.ts';
import { multitool } from './validate.ts';

const { RULES } = sample;

describe("sarif-multitool with GitHub's rules", () => {
  it('has nothing against any of our reports', () => {
    const texts = {
      ordinary: toSarif(sample.ORDINARY, RULES),
      suppressed: toSarif(sample.SUPPRESSED, RULES, { showSuppressed: true }),
      empty: toSarif(sample.EMPTY, RULES),
      incomplete: toSarif(sample.INCOMPLETE, RULES),
      stdin: toSarif(sample.STDIN, RULES),
      live: toSarif(sample.LIVE, RULES),
      anchored: toSarif(sample.LIVE, RULES, { anchor: 'vpce-lint.yaml', category: 'audit' }),
      outside: toSarif(sample.OUTSIDE, RULES),
      hostile: toSarif(sample.HOSTILE_REPORT, RULES),
    };
    expect(multitool(texts)).toEqual([]);
  });

  it('has nothing against thousands of findings', () => {
    // GH1004 counts against limits that GitHub has raised since.
    expect(multitool({ many: toSarif(sample.many(1200), RULES) }, ['GH1004'])).toEqual([]);
  });

  it('does complain where there is cause', () => {
    const log = JSON.parse(toSarif(sample.ORDINARY, RULES));
    delete log.runs[0].results[0].locations[0].physicalLocation.region;
    log.runs[0].results[1].locations[0].physicalLocation.artifactLocation.uri = 'https://example.com/x.json';
    const found = multitool({ bad: JSON.stringify(log) }).join('\n');
    expect(found).toContain('GH1003');
    expect(found).toContain('GH1005');
  });
});
