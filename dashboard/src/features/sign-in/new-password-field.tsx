import { PasswordInput, Text } from '@mantine/core';
import { useTexts } from '../../shared/texts/texts.ts';
import { strengthOf } from './password-strength.ts';
import { signInTexts } from './sign-in.texts.ts';

interface NewPasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (password: string) => void;
  /** Why it was refused. */
  readonly error?: string | undefined;
}

const BARS = { weak: 1, fair: 2, strong: 3 } as const;
const COLOURS = {
  weak: 'var(--tocsin-critical)',
  fair: 'var(--tocsin-warning)',
  strong: 'var(--tocsin-resolved)',
} as const;

/** A password that is to be chosen, with how good it is in a word and three bars. */
export function NewPasswordField({ label, value, onChange, error }: NewPasswordFieldProps) {
  const words = useTexts(signInTexts);
  const strength = strengthOf(value);
  return (
    <div>
      <PasswordInput
        label={label}
        description={words.rule}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        error={error}
        aria-invalid={error !== undefined}
        autoComplete="new-password"
        maxLength={64}
        required
      />
      <Text size="xs" mt={4} role="status" mih={18} c={COLOURS[strength]}>
        {value !== '' && (
          <>
            <span aria-hidden="true">{`${'▰'.repeat(BARS[strength])}${'▱'.repeat(3 - BARS[strength])} `}</span>
            {words.strength}: {words[strength]}
          </>
        )}
      </Text>
    </div>
  );
}
