// Drive's notices that a file changed (files.watch): who is told, until when, and what they are told.
import { DriveError } from '../errors.ts';
import type { FileStore } from '../files.ts';

/** What a watcher is sent, as an HTTP POST without a body. */
export interface Notice {
  address: string;
  headers: Record<string, string>;
}

interface Channel {
  id: string;
  resourceId: string;
  fileId: string;
  address: string;
  token?: string | undefined;
  expires: number;
  messages: number;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

export class Channels {
  private readonly open = new Map<string, Channel>();
  private opened = 0;

  constructor(
    files: FileStore,
    private readonly now: () => number,
    private readonly send: (notice: Notice) => void,
  ) {
    files.onChange((id) => this.told(id, 'update'));
  }

  /** Opens a channel: an hour unless more is asked for, a day at most. Throws where the id is in use. */
  watch(
    fileId: string,
    {
      id,
      address,
      token,
      expiration,
    }: { id: string; address: string; token?: string | undefined; expiration?: number | undefined },
  ): object {
    if (this.open.has(id))
      throw new DriveError(400, 'channelIdNotUnique', `Channel id ${id} not unique`, 'id');
    const now = this.now();
    const expires = Math.min(expiration ?? now + hourMs, now + dayMs);
    const resourceId = `resource-${++this.opened}`;
    const channel = { id, resourceId, fileId, address, token, expires, messages: 0 };
    this.open.set(id, channel);
    this.tell(channel, 'sync');
    return {
      kind: 'api#channel',
      id,
      resourceId,
      resourceUri: uriOf(channel),
      ...(token === undefined ? {} : { token }),
      expiration: String(expires),
    };
  }

  stop(id: string, resourceId: string): void {
    if (this.open.get(id)?.resourceId !== resourceId)
      throw new DriveError(404, 'notFound', `Channel '${id}' not found for project`);
    this.open.delete(id);
  }

  private told(fileId: string, state: string): void {
    for (const channel of this.open.values()) {
      if (channel.expires <= this.now()) this.open.delete(channel.id);
      else if (channel.fileId === fileId) this.tell(channel, state);
    }
  }

  private tell(channel: Channel, state: string): void {
    const { id, resourceId, address, token, expires } = channel;
    const headers = {
      'X-Goog-Channel-ID': id,
      'X-Goog-Channel-Expiration': new Date(expires).toUTCString(),
      'X-Goog-Resource-ID': resourceId,
      'X-Goog-Resource-URI': uriOf(channel),
      'X-Goog-Resource-State': state,
      'X-Goog-Message-Number': String(++channel.messages),
      ...(token === undefined ? {} : { 'X-Goog-Channel-Token': token }),
    };
    this.send({ address, headers });
  }
}

const uriOf = ({ fileId }: Channel) =>
  `https://www.googleapis.com/drive/v3/files/${fileId}?alt=json`;
