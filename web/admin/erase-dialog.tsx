// Asks before a deactivated member is erased: what goes, what stays, and that it is for good.
import type { ListedMember } from '../../domain/contract/member.ts';
import { ask } from '../frame/ask.ts';
import { ActionDialog } from '../../ui/action-dialog.tsx';

interface Props {
  member: ListedMember;
  onClose: () => void;
  onDone: () => void;
}

export function EraseDialog({ member, onClose, onDone }: Props) {
  const { id, name } = member;
  const erase = () => ask('DELETE member', { params: { id } }).then(onDone);
  return (
    <ActionDialog
      title={`Erase ${name}?`}
      action={{ label: 'Erase for good', run: erase, isDanger: true }}
      isQuestion
      onClose={onClose}
    >
      <p>
        Their name and address are taken out of queries, comments, runs and the audit. What they did
        stays, under “Former member” and a number. Nobody can bring it back.
      </p>
      <p>
        Texts and values of queries and results stay as they are. With the same account they are not
        let in again.
      </p>
    </ActionDialog>
  );
}
