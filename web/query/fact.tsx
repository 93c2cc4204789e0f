// One fact about a query in the quiet column of its page: what it is called, and what it is.
import type { ComponentChildren } from 'preact';

interface Props {
  name: string;
  /** What more there is to say, on hover. */
  title?: string;
  children: ComponentChildren;
}

export function Fact({ name, title, children }: Props) {
  return (
    <>
      <dt>{name}</dt>
      <dd title={title}>{children}</dd>
    </>
  );
}
