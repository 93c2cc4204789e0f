// The link above a page to where one came from.
export function WayBack({ to, children }: { to: string; children: string }) {
  return (
    <p>
      <a class="way-back" href={to}>
        ‹ {children}
      </a>
    </p>
  );
}
