// A dialog in which one says who sees or uses something.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Audience, NamedAudience } from '../../domain/contract/access.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { AudienceField } from './audience-field.tsx';
import { idsOf } from './audience-words.ts';

interface Props {
  title: string;
  /** Before the names: "It is found and run by". */
  label: string;
  before: NamedAudience;
  /** Saves it, and does what comes after. */
  onSave: (audience: Audience) => Promise<unknown>;
  onClose: () => void;
  /** What it means, below the field. */
  children: ComponentChildren;
}

export function AudienceDialog({ title, label, before, onSave, onClose, children }: Props) {
  const [audience, setAudience] = useState(before);
  const action = { label: 'Save', run: () => onSave(idsOf(audience)) };
  return (
    <ActionDialog title={title} action={action} onClose={onClose}>
      <AudienceField
        label={label}
        everybody="Everybody in the organisation"
        audience={audience}
        onChange={setAudience}
      />
      <p class="quiet small">{children}</p>
    </ActionDialog>
  );
}
