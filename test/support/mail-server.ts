// A mail server on this computer, for tests: takes mail, or refuses it as a test says.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  to: string[];
  /** As it came over the wire. */
  raw: string;
}

export interface MailServer {
  url: string;
  received: ReceivedMail[];
  /** Answers the data of the next mails; a code as a number refuses it. */
  answer(answering: (number: number) => number | 'taken' | 'hang'): void;
  stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let answering: (number: number) => number | 'taken' | 'hang' = () => 'taken';
  let number = 0;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => (raw += text));
      stream.on('end', () => {
        const how = answering(number++);
        if (typeof how === 'number') {
          done(Object.assign(new Error('refused'), { responseCode: how }));
          return;
        }
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        if (how === 'taken') done();
      });
    },
  });
  // A client that breaks off is no fault of the test.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    answer(next) {
      number = 0;
      answering = next;
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
