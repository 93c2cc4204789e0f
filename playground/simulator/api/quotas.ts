// Google's quotas on the Sheets API: so many reads and writes in a minute, for each person and for all together.
import { ApiError } from './errors.ts';

export interface QuotaLimits {
  /** Requests in a minute. */
  person: number;
  project: number;
}

/** developers.google.com/workspace/sheets/api/limits */
export const googleLimits: QuotaLimits = { person: 60, project: 300 };

const minuteMs = 60_000;

export class Quotas {
  private minute = -1;
  private counts = new Map<string, number>();

  constructor(
    private readonly now: () => number,
    private readonly limits: QuotaLimits = googleLimits,
  ) {}

  /** Counts a request. Throws 429 where the minute's are spent; reads and writes are counted apart. */
  spend(kind: 'read' | 'write', person: string): void {
    const minute = Math.floor(this.now() / minuteMs);
    if (minute !== this.minute) this.counts = new Map();
    this.minute = minute;
    const { project, person: each } = this.limits;
    const counted = [
      { key: `${kind} project`, limit: project, scope: 'per minute' },
      { key: `${kind} of ${person}`, limit: each, scope: 'per minute per user' },
    ];
    const spent = counted.find(({ key, limit }) => this.of(key) >= limit);
    if (spent) throw exceeded(kind, spent.scope);
    for (const { key } of counted) this.counts.set(key, this.of(key) + 1);
  }

  private of(key: string): number {
    return this.counts.get(key) ?? 0;
  }
}

function exceeded(kind: 'read' | 'write', scope: string): ApiError {
  const metric = kind === 'read' ? 'Read requests' : 'Write requests';
  return new ApiError(
    'RESOURCE_EXHAUSTED',
    `Quota exceeded for quota metric '${metric}' and limit '${metric} ${scope}' of service 'sheets.googleapis.com' for consumer 'project_number:100000000000'.`,
    [
      {
        '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
        reason: 'RATE_LIMIT_EXCEEDED',
        domain: 'googleapis.com',
        metadata: { service: 'sheets.googleapis.com', consumer: 'projects/100000000000' },
      },
    ],
  );
}
