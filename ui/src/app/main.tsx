import './component-styles';
import './tokens.css';
import './global.css';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { styleNonce } from '@/shared/ui/style-nonce';
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
// Where the library that keeps pages from scrolling behind dialogs looks for the nonce of its styles.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
