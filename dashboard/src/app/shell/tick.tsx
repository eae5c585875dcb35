import { IconCheck } from '@tabler/icons-react';

/** Before what is chosen in a menu; as wide before what is not. */
export function Tick({ isOn }: { isOn: boolean }) {
  return <IconCheck size={14} stroke={2} aria-hidden="true" opacity={isOn ? 1 : 0} />;
}
