import { Text } from '@mantine/core';

/** Why a form was refused, read aloud when it appears. */
export function FormFault({ text }: { text: string | undefined }) {
  return (
    <div role="alert">
      {text !== undefined && (
        <Text size="sm" c="var(--tocsin-critical)">
          {text}
        </Text>
      )}
    </div>
  );
}
