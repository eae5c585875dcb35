import { Checkbox, Group, Radio, Stack, TagsInput, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Playbook } from '../../../../src/api/contract.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { ParameterField } from './parameter-field.tsx';
import type { Scope } from './scope.ts';
import { wizardTexts } from './wizard.texts.ts';
import { useScopeCount } from './wizard-api.ts';
import type { WizardDraft } from './wizard-draft.ts';

/** Said elsewhere: whom it is about above, the others in the last two sections. */
const ELSEWHERE = new Set([
  'prefix',
  'clientids',
  'username',
  'attribute',
  'ignore',
  'notify',
  'severity',
  'id',
  'name',
]);

interface WhichSectionProps {
  readonly playbook: Playbook;
  readonly draft: WizardDraft;
  readonly onChange: (part: Partial<WizardDraft>) => void;
}

/** About which clients, and from when on it is worth a message. */
export function WhichSection({ playbook, draft, onChange }: WhichSectionProps) {
  const names = new Set(playbook.parameters.map(({ name }) => name));
  const setParam = (name: string, value: unknown) => onChange({ params: { ...draft.params, [name]: value } });
  const reasons = playbook.parameters.find(({ name }) => name === 'ignore');
  return (
    <Stack gap="md">
      {names.has('prefix') && (
        <ScopeFields
          scope={draft.scope}
          kinds={names.has('username') ? undefined : ['all', 'prefix']}
          onChange={(scope) => onChange({ scope })}
        />
      )}
      <Group gap="md" align="start">
        {playbook.parameters
          .filter(({ name }) => !ELSEWHERE.has(name))
          .map((parameter) => (
            <ParameterField
              key={parameter.name}
              parameter={parameter}
              value={draft.params[parameter.name] ?? parameter.default}
              onChange={(value) => setParam(parameter.name, value)}
            />
          ))}
      </Group>
      {reasons && names.has('prefix') && (
        <IgnoredReasons
          value={(draft.params.ignore ?? reasons.default) as string[]}
          onChange={(value) => setParam('ignore', value)}
        />
      )}
    </Stack>
  );
}

function ScopeFields({
  scope,
  kinds = ['all', 'prefix', 'user', 'attribute'],
  onChange,
}: {
  scope: Scope;
  kinds?: readonly Scope['kind'][] | undefined;
  onChange: (scope: Scope) => void;
}) {
  const texts = useTexts(wizardTexts);
  const formats = useFormats();
  const [counted] = useDebouncedValue(scope, 250);
  const { data: count } = useScopeCount(counted);
  const { data: all } = useScopeCount({ ...scope, kind: 'all' });
  const set = (change: Partial<Scope>) => onChange({ ...scope, ...change });
  const shown = scope.clients.length > 0 ? [...kinds, 'clients' as const] : kinds;
  return (
    <Stack gap="xs">
      <Radio.Group
        value={scope.kind}
        onChange={(kind) => set({ kind: kind as Scope['kind'] })}
        label={texts.which}
      >
        <Group gap="md" mt={4}>
          {shown.map((kind) => (
            <Radio
              key={kind}
              value={kind}
              size="xs"
              label={
                kind === 'all'
                  ? texts.scopes.all(all === undefined ? undefined : formats.number(all))
                  : texts.scopes[kind]
              }
            />
          ))}
        </Group>
      </Radio.Group>
      {scope.kind === 'prefix' && (
        <TextInput
          aria-label={texts.scopes.prefix}
          placeholder="dev-"
          value={scope.prefix}
          onChange={(event) => set({ prefix: event.currentTarget.value })}
          maw={320}
          spellCheck={false}
        />
      )}
      {scope.kind === 'user' && (
        <TextInput
          aria-label={texts.scopes.user}
          placeholder="line7"
          value={scope.user}
          onChange={(event) => set({ user: event.currentTarget.value })}
          maw={320}
          spellCheck={false}
        />
      )}
      {scope.kind === 'attribute' && (
        <TextInput
          aria-label={texts.scopes.attribute}
          placeholder="site=hz"
          value={scope.attribute}
          onChange={(event) => set({ attribute: event.currentTarget.value })}
          error={
            scope.attribute !== '' && !/^[A-Za-z_]\w*=.+$/s.test(scope.attribute)
              ? texts.attributeForm
              : undefined
          }
          maw={320}
          spellCheck={false}
        />
      )}
      {scope.kind === 'clients' && (
        <TagsInput
          size="xs"
          aria-label={texts.scopes.clients}
          value={[...scope.clients]}
          onChange={(clients) => set({ clients })}
          maw={480}
        />
      )}
      {scope.kind !== 'all' && count !== undefined && (
        <Text size="xs" c="dimmed" role="status">
          {texts.fits(count, formats.number(count))}
        </Text>
      )}
    </Stack>
  );
}

/** Of each check box the reasons that it stands for. */
const REASONS = [
  ['normal', ['normal']],
  ['takenover', ['takenover', 'discarded']],
  ['tcp_closed', ['tcp_closed', 'ssl_closed']],
  ['keepalive_timeout', ['keepalive_timeout']],
  ['kicked', ['kicked']],
] as const;

function IgnoredReasons({ value, onChange }: { value: string[]; onChange: (value: string[]) => void }) {
  const texts = useTexts(wizardTexts);
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" size="sm" fw={500} mb={4}>
        {texts.ignore}
      </Text>
      <Group gap="md">
        {REASONS.map(([name, reasons]) => (
          <Checkbox
            key={name}
            size="xs"
            label={texts.reasons[name]}
            checked={reasons.every((reason) => value.includes(reason))}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...new Set([...value, ...reasons])]
                  : value.filter((reason) => !(reasons as readonly string[]).includes(reason)),
              )
            }
          />
        ))}
      </Group>
    </fieldset>
  );
}
