// A message as Slack shows it, with what stands in its thread.
import type { SlackBlock, SlackLetter } from '../../post-box/letters.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import { Moment } from './moment.tsx';

export function SlackThread({ root, replies }: { root: SlackLetter; replies: SlackLetter[] }) {
  return (
    <>
      <header class="letter-head">
        <b>Slack</b> <span class="where">{root.channel}</span>
        <span class="grow" />
        <Moment at={root.at} />
      </header>
      <SlackBody letter={root} />
      {replies.length > 0 && (
        <ul class="thread" aria-label="In the thread">
          {replies.map((reply) => (
            <li key={reply.id}>
              <Moment at={reply.at} />
              <SlackBody letter={reply} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function SlackBody({ letter: { message, editedAt } }: { letter: SlackLetter }) {
  const { text, blocks = [], attachments = [] } = message;
  const isBare = blocks.length === 0 && attachments.length === 0;
  return (
    <div class="slack">
      {isBare && text !== undefined && (
        <p>
          <Mrkdwn text={text} />
        </p>
      )}
      <Blocks blocks={blocks} />
      {attachments.map(({ color, fallback, blocks: parts }, index) => (
        <div key={index} class="bar" style={color === undefined ? {} : { borderColor: color }}>
          {parts === undefined ? <p>{fallback}</p> : <Blocks blocks={parts} />}
        </div>
      ))}
      {editedAt !== null && <p class="quiet small">(edited)</p>}
    </div>
  );
}

function Blocks({ blocks }: { blocks: SlackBlock[] }) {
  return (
    <>
      {blocks.map((block, index) => (
        <Block key={index} block={block} />
      ))}
    </>
  );
}

function Block({ block: { type, text, elements = [] } }: { block: SlackBlock }) {
  if (type === 'divider') return <hr />;
  if (type === 'header') return <p class="slack-header">{text?.text}</p>;
  return (
    <div class={type === 'context' ? 'quiet small' : ''}>
      {text && (
        <p>
          <Mrkdwn text={text.text} />
        </p>
      )}
      {elements.map((element, index) => (
        <p key={index}>
          <Mrkdwn
            text={typeof element.text === 'string' ? element.text : (element.text?.text ?? '')}
          />
        </p>
      ))}
    </div>
  );
}
