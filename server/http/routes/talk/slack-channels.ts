// Over HTTP: in which channels of Slack links to a query show its rows, granted and taken back by its owner.
import type pg from 'pg';
import { Problem } from '../../../../domain/problem.ts';
import type { Catalog } from '../../../catalog/queries/catalog.ts';
import { ownerFrom, ownsOrAdmins, type KnownQuery } from '../../../catalog/queries/known-query.ts';
import { channelsOf, grantChannel, takeBackChannel } from '../../../catalog/slack/channels.ts';
import type { Post } from '../../../deliver/kinds.ts';
import type { Access } from '../../../identity/access.ts';
import type { Member } from '../../../identity/member.ts';
import type { Handlers } from '../../front/handlers.ts';

export interface SlackChannelOptions {
  access: Access;
  catalog: Catalog;
  /** Sheetfeed's own. */
  database: pg.Pool;
  post: Pick<Post, 'slackBot'>;
}

type ChannelRows = 'GET slackChannels' | 'POST slackChannels' | 'DELETE slackChannel';

export function slackChannelHandlers(options: SlackChannelOptions): Handlers<ChannelRows> {
  const { catalog, database, post } = options;
  return {
    async 'GET slackChannels'({ member, params }) {
      const query = await catalog.findAny(params.slug, member);
      return {
        isOn: post.slackBot?.hears === true,
        mayChange: ownsOrAdmins(query, member),
        channels: await channelsOf(database, namesOf(query)),
      };
    },
    async 'POST slackChannels'({ member, params, body, change }) {
      const query = await catalog.find(params.slug, member);
      requireOwner(query, member);
      if (!options.access.mayShare(member, query)) throw notShown(query);
      await change(async (client, tell) => {
        tell(query.slug, body);
        await grantChannel(client, query.slug, { ...body, by: ownerFrom(member) });
      });
    },
    async 'DELETE slackChannel'({ member, params: { slug, channel }, change }) {
      const query = await catalog.findAny(slug, member);
      requireOwner(query, member);
      await change(async (client, tell) => {
        const before = await takeBackChannel(client, namesOf(query), channel);
        if (before === null)
          throw new Problem(
            'not_found',
            'This channel is not granted. It may have been taken back.',
          );
        tell(query.slug, { channel, before });
      });
    },
  };
}

const namesOf = ({ slug, formerly }: KnownQuery) => [slug, ...formerly];

function requireOwner(query: KnownQuery, member: Member): void {
  if (ownsOrAdmins(query, member)) return;
  const detail = 'Only the owner of a query, and admins, say in which channels its rows are shown.';
  throw new Problem('forbidden', detail);
}

function notShown({ title }: KnownQuery): Problem {
  const detail = `${title} may not be shown in Slack: it is a draft, or its data source does not let results leave.`;
  return new Problem('forbidden', detail);
}
