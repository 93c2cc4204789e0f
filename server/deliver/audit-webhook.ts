// Tells a program that keeps the audit (a SIEM) of each entry: signed like every webhook, at least once, and nothing is given up.
import { hash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import {
  claimUntold,
  forgetUntold,
  nextUntold,
  releaseUntold,
  type Untold,
  type UntoldFailure,
} from '../catalog/audit/untold.ts';
import type { Log } from '../log.ts';
import { backOffSeconds } from './back-off.ts';
import { sentBy, unsent, type Sent } from './destination.ts';
import type { Post } from './kinds.ts';
import { post } from './post.ts';
import { signedHeaders, type WebhookSecret } from './webhook.ts';

export interface AuditWebhookOptions {
  /** Sheetfeed's own. */
  database: pg.Pool;
  to: WebhookSecret;
  post: Pick<Post, 'allowed' | 'withinMs'>;
  log: Log;
}

/** Of one post; after a failure half as many, for some take no more at once, and then one more each time. */
const MOST_ENTRIES = 100;
const LONGEST_REST_SECONDS = 600;
/** For what is on its way when the server ends. */
const GRACE_MS = 1_500;

export class AuditWebhook {
  readonly #options: AuditWebhookOptions;
  readonly #stop = new AbortController();
  #working: Promise<void> = Promise.resolve();
  #most = MOST_ENTRIES;
  #isClosed = false;

  constructor(options: AuditWebhookOptions) {
    this.#options = options;
  }

  /** Tells what there is, unless another server does. */
  work(): Promise<void> {
    if (!this.#isClosed) this.#working = this.#tellAll();
    return this.#working;
  }

  async #tellAll(): Promise<void> {
    const { database } = this.#options;
    const lease = randomUUID();
    const failures = await claimUntold(database, lease);
    if (failures === null) return;
    let failed: UntoldFailure | null = null;
    while (failed === null && !this.#isClosed) {
      const untold = await nextUntold(database, lease, this.#most);
      if (untold.ids.length === 0) break;
      const sent = await this.#tell(untold);
      if (sent.state === 'delivered') await forgetUntold(database, untold.ids);
      else failed = failureOf(sent, failures + 1);
      this.#most = failed ? Math.ceil(this.#most / 2) : Math.min(this.#most + 1, MOST_ENTRIES);
    }
    if (failed?.failures === 1)
      this.#options.log.warn({ problem: failed.problem }, 'the webhook does not take the audit');
    await releaseUntold(database, lease, failed);
  }

  async #tell({ entries }: Untold): Promise<Sent> {
    if (entries.length === 0) return { state: 'delivered' };
    const { to, post: sending } = this.#options;
    const timestamp = new Date().toISOString();
    const body = JSON.stringify({ type: 'audit.entries', timestamp, data: { entries } });
    // The same for the same entries, however often they are sent.
    const id = `audit/${hash('sha256', entries.map((entry) => entry.id).join(), 'base64url')}`;
    const headers = signedHeaders(id, body, { secret: to.secret, now: new Date() });
    return post(to.url, { body, headers, ...sending, signal: this.#stop.signal }).then(
      (posted) => sentBy(posted, new URL(to.url).hostname),
      unsent,
    );
  }

  /** Ends after what is on its way, or breaks it off where it takes long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const late = setTimeout(() => this.#stop.abort(), GRACE_MS);
    await this.#working.catch(() => {});
    clearTimeout(late);
  }
}

function failureOf(sent: Exclude<Sent, { state: 'delivered' }>, failures: number): UntoldFailure {
  const asked = sent.state === 'later' ? sent.afterSeconds : null;
  const restSeconds = Math.min(backOffSeconds(failures - 1, asked), LONGEST_REST_SECONDS);
  return { problem: sent.problem, restSeconds, failures };
}
