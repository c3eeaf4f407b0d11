import './component-styles';
import './tokens.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { adoptPath } from './adopt-path';
import { createQueryClient } from './query-client';
import { createAppRouter } from './router';
import { colorScheme, theme } from './theme';

adoptPath();
const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element #root.');
const queries = createQueryClient();
const router = createAppRouter(queries);
// What the page needs is asked for before the bar above it is drawn.
void router.load();
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} colorSchemeManager={colorScheme} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
