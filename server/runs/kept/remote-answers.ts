// Answers what the other servers ask about the runs that this one holds (see remote-run.ts).
import type { Member } from '../../identity/member.ts';
import type { Notice } from '../../cluster/notices.ts';
import type { KeptRun } from './kept-run.ts';
import type { WholeRun } from '../whole-run.ts';
import { expiredRun } from './member-run.ts';
import type { Relay, Told } from '../../cluster/relay.ts';
import { QUESTIONS, type PartFacts } from './remote-run.ts';

/** One answer holds about so much. */
const PART_BYTES = 4 * 1024 * 1024;

/** `find` gives the member's run; null where this server does not hold it, and throws where it is somebody else's. */
export function answerOthers(
  relay: Relay,
  find: (id: string, member: Member) => Promise<KeptRun | null>,
): void {
  const keptRun = ({ run, member }: Notice) => find(String(run), member as Member);
  const on = (
    name: keyof typeof QUESTIONS,
    answer: (kept: KeptRun, asked: Notice) => Promise<Told>,
  ) =>
    relay.on(QUESTIONS[name], async (asked) => {
      const kept = await keptRun(asked);
      // It was claimed for its member, and then given up.
      if (kept === null) throw expiredRun();
      return answer(kept, asked);
    });
  relay.on(QUESTIONS.same, async (asked) => {
    const kept = await keptRun(asked);
    kept?.requireSame(String(asked['fingerprint']));
    return { facts: kept !== null };
  });
  on('wait', async (kept, { waitSeconds }) => ({
    facts: await kept.wait(Number(waitSeconds), new AbortController().signal),
  }));
  on('state', async (kept) => ({ facts: await kept.state() }));
  on('cancel', async (kept) => ({ facts: await kept.cancel() }));
  on('page', async (kept, { after, count }) =>
    partOf(await kept.page(Number(after), Number(count))),
  );
  on('whole', async (kept, { after }) => {
    const { facts, rows } = await kept.whole({ after: Number(after) });
    const { rowCount } = facts;
    const part = await partOf({ rowCount, rows });
    return { ...part, facts: { ...part.facts, whole: facts } };
  });
}

async function partOf({
  rowCount,
  rows,
}: {
  rowCount: number;
  rows: WholeRun['rows'];
}): Promise<Told & { facts: PartFacts }> {
  const pieces: Buffer[] = [];
  const facts: PartFacts = { rowCount, taken: 0 };
  let length = 0;
  for await (const piece of rows) {
    pieces.push(Buffer.from(piece.bytes));
    facts.taken += piece.rowCount;
    length += piece.bytes.length;
    if (length >= PART_BYTES) break;
  }
  return { facts, bytes: Buffer.concat(pieces) };
}
