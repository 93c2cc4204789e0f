// The simulated Google as an API, over the spreadsheet that the page shows and those that programs have made.
import { receiveMessageOnPort, type MessagePort } from 'node:worker_threads';
import { FileStore, type Permission } from '../simulator/api/files.ts';
import { GoogleApi } from '../simulator/api/google-api.ts';
import { answerHttp } from '../simulator/api/http.ts';
import type { Notice } from '../simulator/api/drive/channels.ts';
import type { Workbook } from '../simulator/workbook/workbook.ts';
import type { GoogleAnswer, GoogleCall } from './worker-protocol.ts';

/** Everybody of the playground works on its spreadsheets. */
const shared: Permission = { id: 'anyoneWithLink', type: 'anyone', role: 'writer' };

export class GoogleDesk {
  private readonly files = new FileStore();
  private readonly api: GoogleApi;

  constructor(
    private readonly port: MessagePort,
    { changed, notify }: { changed: () => void; notify: (notice: Notice) => void },
  ) {
    this.api = new GoogleApi(this.files, { notify });
    this.files.onChange(changed);
    port.on('message', (call: GoogleCall) => this.answer(call));
  }

  /** Answers the calls that have come in while this thread was blocked. */
  answerWaiting = (): void => {
    for (;;) {
      const received = receiveMessageOnPort(this.port);
      if (!received) return;
      // The playground's program sends nothing else.
      this.answer(received.message as GoogleCall);
    }
  };

  /** Every spreadsheet, the page's included. */
  get workbooks(): Workbook[] {
    return this.files.all.map(({ workbook }) => workbook);
  }

  add(workbook: Workbook): void {
    this.files.add(workbook, [shared]);
  }

  remove(workbook: Workbook): void {
    this.files.remove(workbook.id);
  }

  private answer({ id, call }: GoogleCall): void {
    this.port.postMessage({ id, answer: this.attempt(call) } satisfies GoogleAnswer);
  }

  private attempt(call: GoogleCall['call']): GoogleAnswer['answer'] {
    try {
      return answerHttp(this.api, call);
    } catch (error) {
      console.error('The simulated Google failed:', error);
      return null;
    }
  }
}
