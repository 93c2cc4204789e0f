// How a dialog ends: the button that does what it is about, and the one that leaves everything as it is.

interface Props {
  yes: {
    label: string;
    run: () => void;
    /** It takes something away from somebody. */
    isDanger?: boolean | undefined;
    disabled?: boolean | undefined;
  };
  no?: string;
  onNo: () => void;
  /** Nothing is to be filled in: the focus waits at the button that changes nothing. */
  isQuestion?: boolean;
}

// Where a form would, the browser tells at the field what is not finished.
function isFinished(button: HTMLElement): boolean {
  const left = button.closest('dialog')?.querySelector<HTMLInputElement>('input:invalid');
  return left?.reportValidity() ?? true;
}

export function DialogEnd({ yes, no = 'Cancel', onNo, isQuestion = false }: Props) {
  return (
    <div class="actions">
      <button
        type="button"
        class={yes.isDanger ? 'button danger' : 'button primary'}
        disabled={yes.disabled}
        onClick={(event) => isFinished(event.currentTarget) && yes.run()}
      >
        {yes.label}
      </button>
      <NoButton label={no} takesFocus={isQuestion} onNo={onNo} />
    </div>
  );
}

interface NoProps {
  label: string;
  takesFocus: boolean;
  onNo: () => void;
}

/** The button that changes nothing. */
export function NoButton({ label, takesFocus, onNo }: NoProps) {
  return (
    <button type="button" class="button" data-focus={takesFocus} onClick={onNo}>
      {label}
    </button>
  );
}
