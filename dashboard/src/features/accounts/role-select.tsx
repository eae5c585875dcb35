import { Select } from '@mantine/core';
import type { KeyRole } from '../../../../src/api/contract.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { accountTexts } from './accounts.texts.ts';

interface RoleSelectProps<Role extends KeyRole> {
  readonly roles: readonly Role[];
  readonly value: Role;
  readonly onChange: (role: Role) => void;
}

/** A role, and what it may do. */
export function RoleSelect<Role extends KeyRole>({ roles, value, onChange }: RoleSelectProps<Role>) {
  const texts = useTexts(accountTexts);
  return (
    <Select
      label={texts.role}
      description={texts[`${value}May`]}
      data={roles.map((role) => ({ value: role, label: texts[role] }))}
      value={value}
      allowDeselect={false}
      onChange={(role) => role && onChange(role as Role)}
    />
  );
}
