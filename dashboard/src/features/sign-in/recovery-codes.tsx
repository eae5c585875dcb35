import { Button, Stack, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { CopyText } from '../../shared/ui/copy-text.tsx';
import { secondStepTexts } from './second-step.texts.ts';

interface RecoveryCodesProps {
  readonly codes: readonly string[];
  readonly onKept: () => void;
}

/** Shown this one time. */
export function RecoveryCodes({ codes, onKept }: RecoveryCodesProps) {
  const words = useTexts(secondStepTexts);
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {words.switchedOn}
      </Text>
      <Text size="sm">{words.recoveryHow}</Text>
      <CopyText block text={codes.join('\n')} label={words.recovery} />
      <Button onClick={onKept} fullWidth>
        {words.kept}
      </Button>
    </Stack>
  );
}
