// The head of a view below the catalog: the way back, its title (which takes the focus), and what belongs beside.
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../../ui/icon.tsx';
import { useSession } from './session.ts';

interface Props {
  title: string;
  children?: ComponentChildren;
}

export function ViewHead({ title, children }: Props) {
  const { back } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <header class="head view-head">
      <button type="button" class="icon-button" aria-label="Back" title="Back (Esc)" onClick={back}>
        <Icon name="back" />
      </button>
      <h1 class="grow" tabIndex={-1} ref={heading}>
        {title}
      </h1>
      {children}
    </header>
  );
}
