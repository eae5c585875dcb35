import { Modal } from '@mantine/core';
import { TimeZoneField } from '../../shared/preferences/preference-fields.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { shellTexts } from './shell.texts.ts';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function TimeZoneDialog({ opened, onClose }: DialogProps) {
  const words = useTexts(shellTexts);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={words.timeZone}
      closeButtonProps={{ 'aria-label': words.close }}
    >
      {opened && <TimeZoneField onChosen={onClose} />}
    </Modal>
  );
}
