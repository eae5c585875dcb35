/**
 * The token of the link from the console, from behind `?token=` or `#`. It is taken out of the address, so that it is
 * neither in the history of the browser nor on a picture of the screen.
 */
let taken: string | undefined;

export function takeSetupToken(): string | undefined {
  const url = new URL(location.href);
  const token = url.searchParams.get('token') ?? url.hash.slice(1).replace(/^token=/, '');
  if (token !== '') {
    taken = decodeURIComponent(token);
    url.searchParams.delete('token');
    url.hash = '';
    history.replaceState(history.state, '', `${url.pathname}${url.search}`);
  }
  return taken;
}
