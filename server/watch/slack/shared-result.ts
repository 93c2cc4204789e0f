// A result that somebody in Slack shows to everybody in its channel: frozen, so that it stays what was talked about.
import { Problem } from '../../../domain/problem.ts';
import { routes } from '../../../domain/routes.ts';
import { citeFrozen } from '../../catalog/frozen/frozen-runs.ts';
import { ownerFrom } from '../../catalog/queries/known-query.ts';
import { escaped } from '../../deliver/slack-text.ts';
import type { Member } from '../../identity/member.ts';
import { freeze } from '../../runs/frozen/freeze.ts';
import { resultIn } from '../result-in.ts';
import { aside, section, toReply } from './messages.ts';
import type { Asking, Made, SlackParts } from './parts.ts';
import { MOST_ROWS_SHOWN, tableBlocks, type Chosen } from './result-message.ts';

/** The run that was shown, as everybody may see it; or why not. */
export async function answerShare(
  parts: SlackParts,
  { arrival, signal }: Asking,
  { member, query: slug, values, run }: Chosen & { member: Member; run: string },
): Promise<Made> {
  const { access, catalog, runs, frozen: limits, baseUrl } = parts;
  const query = await catalog.find(slug, member);
  if (!access.mayShare(member, query)) {
    const detail = `${query.title} may not be shown to people who may not see it: it is a draft, or its data source does not let results leave.`;
    throw new Problem('forbidden', detail);
  }
  const whole = await runs.whole(run, member);
  // What a button carries is what was shown with it.
  if (
    whole.facts.query.slug !== query.slug &&
    !query.formerly.includes(whole.facts.query.slug ?? '')
  )
    throw new Problem('not_found', 'That result is of another query. Refresh it, then share it.');
  const result = await resultIn(
    await runs.waitFor(run, member, { waitSeconds: 10, pageRows: MOST_ROWS_SHOWN, signal }),
  );
  const who = member.name || member.email;
  return {
    parts: [],
    change: {
      member,
      what: 'froze a run',
      async work(client, tell) {
        const { id, rowCount } = await freeze(client, whole, {
          ...{ maker: ownerFrom(member), alert: null, limits },
        });
        // It is spoken of.
        await citeFrozen(client, id);
        tell(query.slug, { frozen: id, rows: rowCount, shared: 'in Slack' });
        const link = `<${baseUrl()}${routes.frozenPage(id)}|the rows as they were>`;
        const shown = { query, result, values, baseUrl: baseUrl() };
        const text = `${who} shares ${query.title}`;
        const said = section(`${escaped(who)} shares:`);
        return toReply(arrival.reply, {
          ...{ response_type: 'in_channel', replace_original: false, text: escaped(text) },
          blocks: [said, ...tableBlocks(shown, [link])],
        });
      },
    },
  };
}

/** Why a button did nothing. */
export const notDone = ({ arrival }: Asking, sentence: string): Made => ({
  parts: aside(arrival, escaped(sentence)),
});
