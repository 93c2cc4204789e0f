// Opens the post box and what fills it, and says what the server's settings become with it.
import path from 'node:path';
import { BROKEN_ROW } from '../../examples/company/broken-row.ts';
import { homeKey } from '../../server/deliver/home-key.ts';
import type { Home } from '../../server/embedded/home.ts';
import type { Settings } from '../../server/settings/settings.ts';
import type { FirstDestination } from '../../server/deliver/first-destinations.ts';
import { EventStream } from '../http/event-stream.ts';
import type { PostBoxParts } from '../http/post-box.ts';
import { PostBox } from './box.ts';
import { startMailStandIn } from './mail-stand-in.ts';
import { startSlackStandIn } from './slack-stand-in.ts';

export interface OpenPostBox {
  parts: PostBoxParts;
  settings: Pick<
    Settings,
    | 'smtpUrl'
    | 'mailFrom'
    | 'slackBotToken'
    | 'slackApiUrl'
    | 'deliveryAllowedHosts'
    | 'encryptionKeys'
  >;
  /** The channel that the checks of the sample tell. */
  destinations: FirstDestination[];
  stop(): Promise<void>;
}

export interface PostBoxOptions {
  home: Home;
  given: Settings;
  sampleUrl: string | null;
  /** Where people reach the playground. */
  url: () => string;
}

/** What the operator has set up goes where they say; everything else into the box. */
export async function openPostBox(options: PostBoxOptions): Promise<OpenPostBox> {
  const { home, given } = options;
  const events = new EventStream<{ event: 'changed' }>();
  const file = path.join(home.folder, 'post-box.json');
  const box = new PostBox(file, () => events.send({ event: 'changed' }));
  const [mail, slack] = await Promise.all([startMailStandIn(box), startSlackStandIn(box)]);
  const ownMail = given.smtpUrl !== null;
  const ownSlack = given.slackBotToken !== null;
  return {
    parts: { box, events, facts: () => factsOf(options) },
    settings: {
      smtpUrl: ownMail ? given.smtpUrl : mail.url,
      mailFrom: given.mailFrom ?? (ownMail ? null : 'Sheetfeed <sheetfeed@localhost>'),
      slackBotToken: ownSlack ? given.slackBotToken : 'the-post-box',
      slackApiUrl: ownSlack ? given.slackApiUrl : slack.apiUrl,
      encryptionKeys: given.encryptionKeys ?? [await homeKey(home)],
      // Whoever is here is the admin of this computer alone, and the webhook of the page stands on it.
      deliveryAllowedHosts: [...given.deliveryAllowedHosts, 'localhost'],
    },
    destinations: [{ kind: 'slack', name: '#checks', secret: { channel: '#checks' } }],
    async stop() {
      events.close();
      box.save();
      await Promise.all([mail.stop(), slack.stop()]);
    },
  };
}

function factsOf({ given, sampleUrl, url }: PostBoxOptions) {
  return {
    webhook: `${url()}/playground/post-box/slack/anything`,
    mailElsewhere: given.smtpUrl !== null,
    slackElsewhere: given.slackBotToken !== null,
    sample: sampleUrl === null ? null : { url: sampleUrl, broken: BROKEN_ROW },
  };
}
