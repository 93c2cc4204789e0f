// A mail as a mail program shows it: in a frame of its own that runs nothing, with its attachments and a way to end it.
import { useState } from 'preact/hooks';
import type { MailLetter } from '../../post-box/letters.ts';
import { fileAddress, unsubscribeFrom } from './api.ts';
import { Moment } from './moment.tsx';

export function MailItem({ letter }: { letter: MailLetter }) {
  const { id, at, from, to, subject, text, html, attachments, unsubscribe } = letter;
  const [isPlain, setPlain] = useState(html === null);
  return (
    <>
      <header class="letter-head">
        <b>Mail</b> <span class="where">{to.join(', ')}</span>
        <span class="grow" />
        <Moment at={at} />
      </header>
      <h3>{subject}</h3>
      <p class="quiet small mail-from">
        <span class="grow">{from}</span>
        {unsubscribe !== null && <Unsubscribe id={id} />}
        {html !== null && (
          <button type="button" class="link" onClick={() => setPlain(!isPlain)}>
            {isPlain ? 'Show it as a mail program does' : 'Show the plain text'}
          </button>
        )}
      </p>
      {isPlain || html === null ? (
        <pre class="mail-text">{text}</pre>
      ) : (
        <MailFrame title={subject} html={html} />
      )}
      {attachments.length > 0 && (
        <ul class="files" aria-label="Attachments">
          {attachments.map(({ name, bytes }, place) => (
            <li key={place}>
              <a href={fileAddress(id, place)} download={name}>
                {name}
              </a>{' '}
              <span class="quiet small">{Math.ceil(bytes / 1024).toLocaleString('en')} KB</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** As high as what it shows; links open beside the post box. */
function MailFrame({ title, html }: { title: string; html: string }) {
  const [height, setHeight] = useState(240);
  const grow = ({ currentTarget }: { currentTarget: HTMLIFrameElement }) => {
    const shown = currentTarget.contentDocument?.documentElement.scrollHeight;
    if (shown) setHeight(shown + 2);
  };
  return (
    <iframe
      class="mail-frame"
      title={title}
      // Without scripts; of this origin, so that its height can be read.
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      srcdoc={html.replace('<head>', '<head><base target="_blank">')}
      style={{ height: `${height}px` }}
      onLoad={grow}
    />
  );
}

function Unsubscribe({ id }: { id: string }) {
  const [said, setSaid] = useState<string | null>(null);
  const press = () =>
    unsubscribeFrom(id).then(
      () => setSaid('Unsubscribed.'),
      (error: Error) => setSaid(error.message),
    );
  if (said !== null) return <span role="status">{said}</span>;
  return (
    <button type="button" class="link" onClick={() => void press()}>
      Unsubscribe
    </button>
  );
}
