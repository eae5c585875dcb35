import { Modal } from '@mantine/core';

export function PaletteDialog({ onClose }: { onClose: () => void }) {
  return <Modal opened onClose={onClose} />;
}
