// What an alert would have told in the last week, over HTTP: before it is made, or changed.
import { checkValues } from '../../../runs/values.ts';
import { rehearse, type RehearsalDependencies } from '../../../watch/rehearsal.ts';
import type { Handlers } from '../../front/handlers.ts';
import { goneSignal } from '../../output/gone-signal.ts';
import { wholeContent } from './alert-content.ts';

export function rehearsalHandlers(dependencies: RehearsalDependencies): Handlers<'POST rehearsal'> {
  const { catalog, timeZone, now } = dependencies;
  return {
    async 'POST rehearsal'({ member, body: { query: slug, ...asked }, response }) {
      const query = await catalog.find(slug, member);
      const content = wholeContent(asked, query);
      checkValues(query.parameters, content.values, { now: now(), timeZone });
      const signal = goneSignal(response);
      return rehearse(dependencies, { query, content, member, signal });
    },
  };
}
