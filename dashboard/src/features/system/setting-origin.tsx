import { Text } from '@mantine/core';
import type { EffectiveSetting } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { StateMark } from '../../shared/ui/state-mark.tsx';
import { systemTexts } from './system.texts.ts';

/** Where a setting is written, and whether it is written otherwise now. */
export function SettingOrigin({ setting }: { setting: EffectiveSetting }) {
  const texts = useTexts(systemTexts);
  return (
    <>
      {texts[setting.origin]}
      {setting.place !== null && (
        <Text size="xs" c="dimmed" component="div">
          <DeviceText text={setting.place} />
        </Text>
      )}
      {setting.changed_since && <StateMark tone="warning">{texts.changed}</StateMark>}
    </>
  );
}
