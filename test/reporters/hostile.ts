/** Reports whose names were chosen by somebody who wishes us ill. */
import * as fc from 'fast-check';
import type { Finding, Report } from '../../src/findings/index.ts';
import { finding, HOSTILE, place, report, subject } from './sample-report.ts';

/** Hostile fragments, alone and mixed with anything. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc
    .array(fc.constantFrom(...HOSTILE, '`', '|', '\\', '\n', '<', '](', '@', ':', '::', '%', '#', '*', '&', '[', '"'), {
      maxLength: 6,
    })
    .map((parts) => parts.join('')),
  fc.array(fc.integer({ min: 0xd800, max: 0xdfff }), { maxLength: 3 }).map((units) => String.fromCharCode(...units)),
);

const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    level: fc.constantFrom('error', 'warning', 'note'),
    text: fc.tuple(hostileText, hostileText, hostileText),
    name: hostileText,
    file: fc.option(hostileText),
    line: fc.option(fc.integer({ min: 1, max: 1e6 })),
    print: fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 32, maxLength: 32 }),
  })
  .map(({ level, text: [message, fix, extra], name, file, line, print }) =>
    finding({
      level: level as Finding['level'],
      message,
      fix,
      why: extra,
      subject: subject({
        address: `aws_vpc_endpoint.x["${name}"]`,
        service: name,
        region: name,
        account: name,
        vpc: name,
      }),
      location: place({ file, line, endLine: line }),
      related: [{ message: extra, location: place({ file: `related/${name}` }) }],
      fingerprint: print,
    }),
  );

export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.array(hostileFinding, { maxLength: 8 }),
    gap: fc.option(hostileText),
    missing: fc.option(hostileText),
  })
  .map(({ findings, gap, missing }) =>
    report(findings, {
      incomplete:
        gap === null ? [] : [{ path: gap, account: gap, region: null, call: null, code: 'unreadable', message: gap }],
      undecided:
        missing === null
          ? []
          : [
              {
                input: 0,
                rule: 'availability/single-az',
                subject: subject({ address: missing }),
                missing: [missing, missing],
                settledBy: [missing, null],
                message: missing,
              },
            ],
    }),
  );

/** The same report with harmless names in every place: what the outline of the output should be. */
export function tamed(hostile: Report): Report {
  return report(
    hostile.findings.map((one, index) =>
      finding({
        level: one.level,
        subject: subject({
          address: `aws_vpc_endpoint.x[${hostile.findings.findIndex((other) => other.subject.address === one.subject.address)}]`,
        }),
        location: place({ file: one.location.file === null ? null : 'plan.json', line: one.location.line }),
        fingerprint: `${index}`,
      }),
    ),
    {
      incomplete: hostile.incomplete.map((gap) => ({ ...gap, path: 'plan.json', account: '1', message: 'unreadable' })),
      undecided: hostile.undecided.map((one) => ({
        ...one,
        subject: subject(),
        missing: ['a', 'b'],
        settledBy: ['c', null],
        message: 'x',
      })),
    },
  );
}
