import type { Invocation, Notification } from 'sarif';
import { count } from '../../base/words.ts';
import type { Report } from '../../findings/index.ts';
import { sentence } from '../inert.ts';
import { isBlank } from '../summary.ts';
import { LIMITS } from './limits.ts';

/** How many results there are, and how many of them the file holds. */
export interface Kept {
  readonly all: number;
  readonly kept: number;
  readonly relatedCut: number;
}

/** What the report itself does not tell. */
export interface Facts {
  readonly kept: Kept;
  /** Whether there was an endpoint or an endpoint service to judge. */
  readonly judged: boolean;
}

/**
 * How the run went. `executionSuccessful: false` keeps code scanning from closing the alerts of what was not reached:
 * an incomplete run must not look like a clean one.
 */
export function invocation(report: Report, { kept, judged }: Facts): Invocation {
  return {
    executionSuccessful: report.complete,
    toolExecutionNotifications: [
      ...report.incomplete.map((gap) => notification('error', gap.code, gapText(gap))),
      ...(report.complete || report.incomplete.length > 0
        ? []
        : [notification('error', 'incomplete', 'The input could not be checked completely.')]),
      ...cuts(kept),
      ...remarks(report, judged),
    ],
  };
}

function gapText(gap: Report['incomplete'][number]): string {
  const where = [gap.path, gap.account, gap.region, gap.call].filter((part) => part !== null && part !== '');
  return where.length === 0 ? gap.message : `${where.join(', ')}: ${gap.message}`;
}

function cuts({ all, kept, relatedCut }: Kept): Notification[] {
  const out: Notification[] = [];
  if (kept < all) {
    const text = `${count(all - kept, 'finding')} of ${all} are left out, the least severe ones, because code scanning rejects larger files. Use '--format json' for all of them.`;
    out.push(notification('warning', 'results-cut', text));
  }
  if (kept > LIMITS.resultsShown) {
    const text = `This file holds ${kept} findings, worst first. Code scanning shows only ${LIMITS.resultsShown}.`;
    out.push(notification('warning', 'results-not-shown', text));
  }
  if (relatedCut > 0) {
    out.push(
      notification(
        'note',
        'related-cut',
        `${count(relatedCut, 'related place')} beyond the first ${LIMITS.locations} of a finding are left out.`,
      ),
    );
  }
  return out;
}

/** What a reader of an empty or short list has to know. */
function remarks(report: Report, judged: boolean): Notification[] {
  const out: Notification[] = [];
  if (report.complete && isBlank(report, judged)) {
    out.push(notification('note', 'nothing-judged', 'No VPC endpoints: nothing judged.'));
  }
  if (report.summary.undecided > 0) {
    const text = `${count(report.summary.undecided, 'check')} could not be decided, because the input lacks some facts. '--format json' lists what is missing.`;
    out.push(notification('note', 'undecided', text));
  }
  return out;
}

function notification(level: Notification.level, id: string, text: string): Notification {
  return { descriptor: { id }, level, message: { text: sentence(text) } };
}
