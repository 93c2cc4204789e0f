// What a tab of the browser is called while a page is open.
import { useEffect } from 'preact/hooks';

/** Names the page; null while that is not known yet. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = `${title} · Sheetfeed`;
  }, [title]);
}
