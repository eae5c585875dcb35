import { AppShell, Group, NavLink, Text } from '@mantine/core';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useTexts } from '../shared/texts/texts.ts';
import { PLACES, placeTexts } from './places.ts';

/** What stands around every page. */
export function Shell() {
  const texts = useTexts(placeTexts);
  const { pathname } = useLocation();
  return (
    <AppShell header={{ height: 40 }} navbar={{ width: 200, breakpoint: 'sm' }} padding="md">
      <AppShell.Header>
        <Group h="100%" px="md">
          <Text fw={600}>Tocsin</Text>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        {PLACES.map(({ name, path }) => (
          <NavLink
            key={name}
            component={Link}
            to={path}
            label={texts[name]}
            active={path === '/' ? pathname === '/' : pathname.startsWith(path)}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
