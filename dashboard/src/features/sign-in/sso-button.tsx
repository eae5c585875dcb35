import { Button, Divider } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, apiUrl } from '../../shared/api/client.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { signInTexts } from './sign-in.texts.ts';

interface SsoButtonProps {
  /** Where in the dashboard to go then. */
  readonly back: string | undefined;
  /** The page stays as it is. */
  readonly inNewTab?: boolean;
}

/** To the provider of OpenID Connect, where there is one. */
export function SsoButton({ back, inNewTab = false }: SsoButtonProps) {
  const words = useTexts(signInTexts);
  const { data: running } = useQuery({
    queryKey: ['sso'],
    queryFn: () => api.get<readonly string[]>('/sso/running'),
    staleTime: 60_000,
  });
  if (!running?.includes('oidc')) return null;
  return (
    <>
      {!inNewTab && <Divider label={words.or} />}
      <Button
        component="a"
        href={apiUrl('/sso/oidc/login', { back })}
        variant="default"
        size="sm"
        fullWidth
        {...(inNewTab && { target: '_blank', rel: 'noopener' })}
      >
        {words.bySso}
      </Button>
    </>
  );
}
