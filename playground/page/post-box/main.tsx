// The post box: what Sheetfeed would have sent to Slack and by mail, as it comes.
import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Letter, PostBoxView, SlackLetter } from '../../post-box/letters.ts';
import { emptyPostBox, listenToPostBox, readPostBox } from './api.ts';
import { HowTo } from './how-to.tsx';
import { MailItem } from './mail-letter.tsx';
import { SlackThread } from './slack-thread.tsx';
import './post-box.css';

function PostBoxPage() {
  const { view, problem, empty } = usePostBox();
  const letters = view?.letters ?? [];
  return (
    <>
      <header class="top">
        <h1>Post box</h1>
        <span class="quiet grow">What would have gone to Slack and by mail</span>
        <a href="/">Catalog</a>
        <a href="/playground">Playground</a>
      </header>
      <main>
        {problem !== null && <p role="alert">{problem}</p>}
        {view && <HowTo view={view} />}
        {letters.length > 0 && (
          <p class="row">
            <span class="quiet grow">The latest first</span>
            <button type="button" onClick={empty}>
              Empty the box
            </button>
          </p>
        )}
        <ol class="letters" aria-label="Messages" aria-live="polite">
          {threadsOf(letters).map(({ first, replies }) => (
            <li key={first.id} class="letter">
              {first.kind === 'mail' ? (
                <MailItem letter={first} />
              ) : (
                <SlackThread root={first} replies={replies} />
              )}
            </li>
          ))}
        </ol>
        {view && letters.length === 0 && (
          <p class="quiet">Nothing has come yet. What comes appears here by itself.</p>
        )}
      </main>
    </>
  );
}

function usePostBox() {
  const [view, setView] = useState<PostBoxView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const read = useCallback(() => {
    readPostBox().then(
      (next) => {
        setView(next);
        setProblem(null);
      },
      (error: Error) => setProblem(error.message),
    );
  }, []);
  useEffect(() => {
    read();
    return listenToPostBox(read);
  }, [read]);
  const empty = () => void emptyPostBox().catch((error: Error) => setProblem(error.message));
  return { view, problem, empty };
}

interface Thread {
  first: Letter;
  replies: SlackLetter[];
}

/** Each with what was answered in its thread, in their order; where the first is gone, the next one stands for it. */
function threadsOf(letters: Letter[]): Thread[] {
  const threads = new Map<string, Thread>();
  for (const letter of [...letters].reverse()) {
    const key = letter.kind === 'mail' ? letter.id : letter.channel + (letter.thread ?? letter.ts);
    const known = threads.get(key);
    if (known === undefined) threads.set(key, { first: letter, replies: [] });
    else if (letter.kind === 'slack') known.replies.push(letter);
  }
  const latest = ({ first, replies }: Thread) => Date.parse(replies.at(-1)?.at ?? first.at);
  return [...threads.values()].sort((one, other) => latest(other) - latest(one));
}

const place = document.getElementById('post-box');
if (place) render(<PostBoxPage />, place);
