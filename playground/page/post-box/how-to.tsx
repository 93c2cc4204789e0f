// How somebody new gets a message into the post box, and what of theirs does not come here.
import { useState } from 'preact/hooks';
import type { PostBoxView } from '../../post-box/letters.ts';

export function HowTo({ view }: { view: PostBoxView }) {
  const { sample, mailElsewhere, slackElsewhere, webhook } = view;
  return (
    <section class="how-to" aria-label="How to get a message">
      {sample && <BreakARow {...sample} />}
      {mailElsewhere && <p>Mail goes out by your SMTP_URL, and does not come here.</p>}
      {slackElsewhere && (
        <p>What Slack’s bot posts goes to your Slack by SLACK_BOT_TOKEN, and does not come here.</p>
      )}
      <details>
        <summary>More that comes here</summary>
        <p>
          An alert of your own: run a query, choose Alerts, and send it to{' '}
          <code>slack:#checks</code> or to <code>mail:ada.admin@example.com</code>. A destination of
          your own: <a href="/admin/destinations">Destinations</a>, Slack, with a channel, or by an
          incoming webhook with the address <code>{webhook}</code>.
        </p>
      </details>
    </section>
  );
}

function BreakARow({ url, broken }: { url: string; broken: string }) {
  const line = `psql "${url}" -c "${broken}"`;
  return (
    <>
      <p>
        Break an invoice of the sample company, and within a minute an alert comes here. The same
        line once more mends it, and the recovery comes.
      </p>
      <div class="row line">
        <code class="grow">{line}</code>
        <Copy text={line} />
      </div>
    </>
  );
}

function Copy({ text }: { text: string }) {
  const [done, setDone] = useState(false);
  const copy = () => navigator.clipboard.writeText(text).then(() => setDone(true));
  return (
    <button type="button" onClick={() => void copy().catch(() => setDone(false))}>
      {done ? 'Copied' : 'Copy'}
    </button>
  );
}
