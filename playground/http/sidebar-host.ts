// The script at the top of the playground's sidebar: Google's `google.script`, by messages to the page around it.

/** The script's element; `page` is the page's origin, and `addon` the address that the add-on was built for. */
export function sidebarHost({ page, addon }: { page: string; addon: string }): string {
  const settings = JSON.stringify({ page, addon }).replaceAll('<', '\\u003c');
  return `<script>(${host})(${settings})</script>`;
}

// As it runs in the sidebar. Links to the address that the add-on was built for lead to the page's server.
const host = `function ({ page, addon }) {
  const names = ['withSuccessHandler', 'withFailureHandler', 'withUserObject'];
  const waiting = new Map();
  const send = (message) => window.parent.postMessage(message, page);
  let last = 0;
  const ask = (name, args, handlers) => {
    last += 1;
    waiting.set(last, handlers);
    send({ ask: 'run', id: last, name, args });
  };
  const runner = (handlers) => new Proxy(Object.create(null), {
    get(_target, name) {
      if (typeof name !== 'string') return undefined;
      if (names.includes(name)) return (handler) => runner({ ...handlers, [name]: handler });
      return (...args) => ask(name, args, handlers);
    },
  });
  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== page) return;
    const { withSuccessHandler, withFailureHandler, withUserObject } = waiting.get(data.id) ?? {};
    waiting.delete(data.id);
    if (data.ok) withSuccessHandler?.(data.value, withUserObject);
    else if (withFailureHandler) withFailureHandler(new Error(data.message), withUserObject);
    else console.error(data.message);
  });
  document.addEventListener('click', ({ target }) => {
    const link = target?.closest?.('a[href]');
    const href = link?.getAttribute('href') ?? '';
    if (href.startsWith(addon)) link.setAttribute('href', page + href.slice(addon.length));
  }, true);
  const host = {
    origin: page,
    close: () => send({ ask: 'close' }),
    setHeight: () => undefined,
    setWidth: () => undefined,
    editor: { focus: () => send({ ask: 'focus' }) },
  };
  window.google = { script: { run: runner({}), host } };
}`;
