// How what people say is read and said: a page asks the server, the sidebar asks the add-on.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { About, NewComment, Said } from '../../domain/contract/talk/comment.ts';
import type { Named } from '../markdown.tsx';

export interface Speech {
  /** Who may be spoken to about it, and fits. */
  people(about: About, search: string): Promise<readonly Named[]>;
  say(comment: NewComment): Promise<Said>;
  change(id: string, text: string): Promise<unknown>;
  remove(id: string): Promise<unknown>;
  resolve(thread: string, resolved: boolean): Promise<unknown>;
}

export const SpeechContext = createContext<Speech | null>(null);

export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('Comments were drawn where nothing can be said.');
  return speech;
}
