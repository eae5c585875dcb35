import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './app/base.css';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MainProviders } from './app/main-providers.tsx';
import { router } from './app/router.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
createRoot(root).render(
  <StrictMode>
    <MainProviders>
      <RouterProvider router={router} />
    </MainProviders>
  </StrictMode>,
);
