import { PasswordInput, Select, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Authenticator } from '../../../../src/api/contract.ts';
import { type FieldError, FormDialog } from '../../shared/forms/form-dialog.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { accessTexts } from './access.texts.ts';
import {
  type AuthenticatorDraft,
  draftOf,
  isJsonObject,
  newDraft,
  settingsOf,
} from './authenticator-draft.ts';
import { type AuthenticatorKind, addAuthenticator, changeAuthenticator } from './authenticators.ts';

const ALGORITHMS = ['argon2id', 'scrypt', 'bcrypt', 'pbkdf2', 'sha512', 'sha256', 'sha', 'md5', 'plain'];
const FIELDS = [
  'user_id_type',
  'password_hash_algorithm',
  'algorithm',
  'iteration_count',
  'url',
  'headers',
  'body',
  'secret',
  'public_key',
  'endpoint',
  'verify_claims',
];

interface AuthenticatorDialogProps {
  readonly kinds: readonly AuthenticatorKind[];
  /** Undefined: a new one. */
  readonly authenticator: Authenticator | undefined;
  readonly onClose: () => void;
}

export function AuthenticatorDialog({ kinds, authenticator, onClose }: AuthenticatorDialogProps) {
  const texts = useTexts(accessTexts);
  const [draft, setDraft] = useState<AuthenticatorDraft>(() => {
    const kind = kinds[0] ?? 'jwt';
    return authenticator ? draftOf(authenticator, kind) : newDraft(kind);
  });
  const change = (part: Partial<AuthenticatorDraft>) => setDraft((before) => ({ ...before, ...part }));
  const isReady = [draft.headers, draft.body, draft.claims].every(isJsonObject);
  return (
    <FormDialog
      opened
      onClose={onClose}
      title={authenticator ? texts.kinds[draft.kind] : texts.addAuthenticator}
      action={authenticator ? texts.save : texts.addAuthenticator}
      onSubmit={() =>
        authenticator
          ? changeAuthenticator(authenticator.id, settingsOf(draft))
          : addAuthenticator(settingsOf(draft))
      }
      fields={FIELDS}
      isReady={isReady}
    >
      {(error) => (
        <>
          {!authenticator && (
            <Select
              label={texts.kind}
              data={kinds.map((kind) => ({ value: kind, label: texts.kinds[kind] }))}
              value={draft.kind}
              allowDeselect={false}
              onChange={(kind) => kind && setDraft(newDraft(kind as AuthenticatorKind))}
            />
          )}
          {draft.kind === 'password_based:built_in_database' && (
            <BuiltIn draft={draft} change={change} error={error} />
          )}
          {draft.kind === 'scram:built_in_database' && <Scram draft={draft} change={change} error={error} />}
          {draft.kind === 'password_based:http' && <Http draft={draft} change={change} error={error} />}
          {draft.kind === 'jwt' && <Jwt draft={draft} change={change} error={error} />}
        </>
      )}
    </FormDialog>
  );
}

interface PartProps {
  readonly draft: AuthenticatorDraft;
  readonly change: (part: Partial<AuthenticatorDraft>) => void;
  readonly error: FieldError;
}

function BuiltIn({ draft, change, error }: PartProps) {
  const texts = useTexts(accessTexts);
  return (
    <>
      <Select
        label={texts.knownBy}
        data={[
          { value: 'username', label: texts.username },
          { value: 'clientid', label: texts.clientid },
        ]}
        value={draft.userIdType}
        allowDeselect={false}
        onChange={(value) => value && change({ userIdType: value as AuthenticatorDraft['userIdType'] })}
      />
      <Select
        label={texts.algorithm}
        description={texts.algorithmHelp}
        data={ALGORITHMS}
        value={draft.algorithm}
        allowDeselect={false}
        error={error('password_hash_algorithm')}
        onChange={(algorithm) => algorithm && change({ algorithm })}
      />
    </>
  );
}

function Scram({ draft, change, error }: PartProps) {
  const texts = useTexts(accessTexts);
  return (
    <>
      <Select
        label={texts.hash}
        data={['sha256', 'sha512']}
        value={draft.hash}
        allowDeselect={false}
        error={error('algorithm')}
        onChange={(hash) => hash && change({ hash: hash as AuthenticatorDraft['hash'] })}
      />
      <TextInput
        label={texts.iterations}
        inputMode="numeric"
        value={draft.iterations}
        error={error('iteration_count')}
        onChange={({ currentTarget }) => change({ iterations: currentTarget.value })}
      />
    </>
  );
}

function Http({ draft, change, error }: PartProps) {
  const texts = useTexts(accessTexts);
  return (
    <>
      <Select
        label={texts.method}
        data={[
          { value: 'post', label: 'POST' },
          { value: 'get', label: 'GET' },
        ]}
        value={draft.method}
        allowDeselect={false}
        onChange={(method) => method && change({ method: method as AuthenticatorDraft['method'] })}
      />
      <TextInput
        label={texts.url}
        placeholder="https://auth.example.com/mqtt"
        value={draft.url}
        error={error('url')}
        onChange={({ currentTarget }) => change({ url: currentTarget.value })}
      />
      <JsonText
        label={texts.headers}
        value={draft.headers}
        error={error('headers')}
        onChange={(headers) => change({ headers })}
      />
      <JsonText
        label={texts.body}
        description={texts.bodyHelp}
        value={draft.body}
        error={error('body')}
        onChange={(body) => change({ body })}
      />
    </>
  );
}

function Jwt({ draft, change, error }: PartProps) {
  const texts = useTexts(accessTexts);
  return (
    <>
      <Select
        label={texts.tokenFrom}
        data={[
          { value: 'password', label: texts.password },
          { value: 'username', label: texts.username },
        ]}
        value={draft.from}
        allowDeselect={false}
        onChange={(from) => from && change({ from: from as AuthenticatorDraft['from'] })}
      />
      <Select
        label={texts.keysFrom}
        data={[
          { value: 'secret', label: texts.secretKey },
          { value: 'publicKey', label: texts.publicKeyKind },
          { value: 'jwks', label: texts.jwksKind },
        ]}
        value={draft.keys}
        allowDeselect={false}
        onChange={(keys) => keys && change({ keys: keys as AuthenticatorDraft['keys'] })}
      />
      {draft.keys === 'secret' && (
        <PasswordInput
          size="xs"
          label={texts.secret}
          description={draft.secret === '******' && texts.secretStays}
          autoComplete="off"
          value={draft.secret}
          error={error('secret')}
          onChange={({ currentTarget }) => change({ secret: currentTarget.value })}
        />
      )}
      {draft.keys === 'publicKey' && (
        <Textarea
          size="xs"
          label={texts.publicKey}
          autosize
          minRows={3}
          maxRows={8}
          value={draft.publicKey}
          error={error('public_key')}
          onChange={({ currentTarget }) => change({ publicKey: currentTarget.value })}
        />
      )}
      {draft.keys === 'jwks' && (
        <TextInput
          label={texts.endpoint}
          placeholder="https://sso.example.com/.well-known/jwks.json"
          value={draft.endpoint}
          error={error('endpoint')}
          onChange={({ currentTarget }) => change({ endpoint: currentTarget.value })}
        />
      )}
      <JsonText
        label={texts.claims}
        description={texts.claimsHelp}
        value={draft.claims}
        error={error('verify_claims')}
        onChange={(claims) => change({ claims })}
      />
    </>
  );
}

interface JsonTextProps {
  readonly label: string;
  readonly description?: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

function JsonText({ label, description, value, error, onChange }: JsonTextProps) {
  const texts = useTexts(accessTexts);
  return (
    <Textarea
      size="xs"
      label={label}
      description={description}
      autosize
      minRows={2}
      maxRows={10}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      value={value}
      error={isJsonObject(value) ? error : texts.notJson}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
